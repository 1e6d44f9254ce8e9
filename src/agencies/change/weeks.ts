import { capacityOfDay } from '../../calendar/capacity.ts'
import { addDays } from '../../calendar/dates.ts'
import { dayPlan } from '../../calendar/openingHours.ts'
import { slotsOfDay } from '../../calendar/slots.ts'
import type { LocalDate } from '../../clock.ts'
import { type AgencyRules, type AgendaSetting, calendarOf } from './rules.ts'

/** Counts the seats that agendas give online on a day; equal questions are answered once. */
export type SeatCount = (agenda: AgendaSetting | undefined, day: LocalDate) => number

/** A {@link SeatCount} by the rules of one agency. `known` may be shared between agencies. */
export function seatCount(rules: AgencyRules, known: Map<string, number>): SeatCount {
  const { zone } = rules.agency
  const ownHours = new Set(rules.hours.map(({ agendaId }) => agendaId))
  const calendars = new Map<string | null, ReturnType<typeof calendarOf>>()
  const plans = new Map<string, ReturnType<typeof dayPlan>>()

  function planOf(agendaId: string, day: LocalDate) {
    const whose = ownHours.has(agendaId) ? agendaId : null
    const key = `${day} ${whose ?? ''}`
    const calendar = calendars.get(whose) ?? calendarOf(rules, whose)
    calendars.set(whose, calendar)
    const plan = plans.get(key) ?? dayPlan(calendar, day)
    plans.set(key, plan)
    return plan
  }

  return (agenda, day) => {
    const pool = rules.pools.find(({ id }) => id === agenda?.poolId)
    if (!agenda?.active || !rules.agency.active || !pool) return 0
    const plan = planOf(agenda.id, day)
    const hours = plan.intervals.map(({ from, to }) => `${from}-${to}`).join()
    const seats = `${pool.seats}-${agenda.keptSeats} ${JSON.stringify(pool.bands)}`
    const key = `${day} ${zone} ${agenda.slotMinutes} ${hours} ${seats}`
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const seatsAt = capacityOfDay(pool.seats, pool.bands, zone, day)
    const sum = slotsOfDay(plan, agenda.slotMinutes, zone).reduce((total, { start, end }) => {
      const online = seatsAt(Date.parse(start), Date.parse(end)) - agenda.keptSeats
      return total + Math.max(online, 0)
    }, 0)
    known.set(key, sum)
    return sum
  }
}

/** The seats of the seven days from `monday`. */
export function seatsOfWeek(
  count: SeatCount,
  agenda: AgendaSetting | undefined,
  monday: LocalDate,
) {
  let sum = 0
  for (let day = 0; day < 7; day += 1) sum += count(agenda, addDays(monday, day))
  return sum
}
