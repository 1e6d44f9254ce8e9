import { capacityOfDay } from '../../calendar/capacity.ts'
import { addDays } from '../../calendar/dates.ts'
import { dayPlan } from '../../calendar/openingHours.ts'
import { slotsOfDay } from '../../calendar/slots.ts'
import type { LocalDate } from '../../clock.ts'
import { type AgencyRules, type AgendaSetting, calendarOf, type PoolSetting } from './rules.ts'

/**
 * Counts the seats that an agenda gives online in the seven days from a Monday. Agendas that are alike
 * are counted once: an agency has dozens of them.
 */
export type SeatCount = (agenda: AgendaSetting | undefined, monday: LocalDate) => number

/** A {@link SeatCount} by the rules of one agency. `known` are days; it may be shared between agencies. */
export function seatCount(rules: AgencyRules, known: Map<string, number>): SeatCount {
  const { zone } = rules.agency
  const ownHours = new Set(rules.hours.map(({ agendaId }) => agendaId))
  const pools = new Map(
    rules.pools.map((pool) => [pool.id, { pool, bands: JSON.stringify(pool.bands) }]),
  )
  const calendars = new Map<string | null, ReturnType<typeof calendarOf>>()
  const weeks = new Map<string, number>()

  function planOf(whose: string | null, day: LocalDate) {
    const calendar = calendars.get(whose) ?? calendarOf(rules, whose)
    calendars.set(whose, calendar)
    return dayPlan(calendar, day)
  }

  function seatsOn(
    day: LocalDate,
    whose: string | null,
    { slotMinutes, keptSeats }: AgendaSetting,
    pool: PoolSetting,
    shape: string,
  ): number {
    const plan = planOf(whose, day)
    const hours = plan.intervals.map(({ from, to }) => `${from}-${to}`).join()
    const key = `${day} ${zone} ${hours} ${shape}`
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const seatsAt = capacityOfDay(pool.seats, pool.bands, zone, day)
    const sum = slotsOfDay(plan, slotMinutes, zone).reduce((total, { start, end }) => {
      const online = seatsAt(Date.parse(start), Date.parse(end)) - keptSeats
      return total + Math.max(online, 0)
    }, 0)
    known.set(key, sum)
    return sum
  }

  return (agenda, monday) => {
    const drawn = agenda && pools.get(agenda.poolId)
    if (!agenda?.active || !rules.agency.active || !drawn) return 0
    const { pool, bands } = drawn
    const whose = ownHours.has(agenda.id) ? agenda.id : null
    const shape = `${agenda.slotMinutes} ${pool.seats}-${agenda.keptSeats} ${bands}`
    const key = `${monday} ${whose ?? ''} ${shape}`
    const kept = weeks.get(key)
    if (kept !== undefined) return kept
    let sum = 0
    for (let day = 0; day < 7; day += 1) {
      sum += seatsOn(addDays(monday, day), whose, agenda, pool, shape)
    }
    weeks.set(key, sum)
    return sum
  }
}
