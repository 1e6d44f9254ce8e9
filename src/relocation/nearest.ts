import type { RelocationRow } from '../../db/relocationStore.ts'
import type { Agenda } from '../agencies/agenda.ts'
import { addDays } from '../calendar/dates.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import type { RelocationPorts } from './ports.ts'

export type ProposedHour = { agenda: Agenda; start: Instant }

/** How many days of an agenda are looked at together. */
const daysAtOnce = 7

/**
 * The hour to propose: the first free one after the old hour at the same agency; where it has none,
 * the first at another agency of the same canton, then of the province. Never an earlier one: who
 * does not read the mail in time would miss it as well.
 */
export function nearestHour({ database, stores, hours }: RelocationPorts) {
  return async (relocation: RelocationRow): Promise<ProposedHour | null> => {
    for (const circle of await circlesAround(relocation)) {
      const found = await firstOf(circle, relocation)
      if (found) return found
    }
    return null
  }

  async function circlesAround({ turnoId, fromAgencyId }: RelocationRow): Promise<Agenda[][]> {
    const db = database.read
    const turno = await stores.turnos.find(db, turnoId)
    const home = await stores.agencies.agency(db, fromAgencyId)
    if (!turno || !home) return []
    const all = await stores.agencies.agendas(db, turno.procedureId)
    const here = all.filter(({ agency }) => agency.id === home.id)
    const province = all.filter(
      ({ agency }) => agency.id !== home.id && agency.province.code === home.province.code,
    )
    const inCanton = ({ agency }: Agenda) => agency.canton === home.canton
    return [here, province.filter(inCanton), province.filter((one) => !inCanton(one))]
  }

  async function firstOf(
    circle: Agenda[],
    relocation: RelocationRow,
  ): Promise<ProposedHour | null> {
    let first: ProposedHour | null = null
    for (const agenda of circle) {
      const start = await firstFree(agenda, relocation, first?.start ?? null)
      if (start !== null && (first === null || start < first.start)) first = { agenda, start }
    }
    return first
  }

  /** The first free hour of an agenda after the old one; none where all are later than `before`. */
  async function firstFree(
    agenda: Agenda,
    { id, fromStart }: RelocationRow,
    before: Instant | null,
  ): Promise<Instant | null> {
    const last = hours.lastDay(agenda)
    let from = localDateOf(fromStart, agenda.agency.zone)
    while (from <= last && (before === null || from <= localDateOf(before, agenda.agency.zone))) {
      const week = addDays(from, daysAtOnce - 1)
      const days = await hours.days(agenda, from, week < last ? week : last, id)
      const free = days.flatMap((day) => day.free).find(({ start }) => start > fromStart)
      if (free) return free.start
      from = addDays(week, 1)
    }
    return null
  }
}
