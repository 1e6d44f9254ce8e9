import { localDateOf } from '../calendar/zonedDay.ts'
import { secondsBetween } from '../clock.ts'
import type { Hours } from '../seats/hours.ts'
import { time } from '../web/dates.ts'
import type { FigurePorts } from './ports.ts'

/** From which hour of its own clock on an agency is looked at: when most people look for one. */
const from = '12:00'
/** How many agendas one run looks at; the others are for the next. */
const atMost = 400

/**
 * Looks once a day, from noon on at the agency, how far away the first free slot of each agenda is, as
 * somebody sees it who would book now. Answers how many agendas were looked at.
 */
export function sampleLeads(ports: FigurePorts & { hours: Pick<Hours, 'firstFree'> }) {
  const { database, stores, clock, hours } = ports

  return async (): Promise<number> => {
    let looked = 0
    for (const { id, zone } of await stores.agencies.agencyZones(database.read)) {
      if (looked >= atMost) break
      if (time(clock.now(), zone) < from) continue
      const day = localDateOf(clock.now(), zone)
      const ids = await stores.facts.agendaIds(database.read, id)
      const done = await stores.facts.sampled(database.read, ids, day)
      for (const agendaId of ids) {
        if (done.has(agendaId) || looked >= atMost) continue
        looked += await look(agendaId, day)
      }
    }
    return looked
  }

  async function look(agendaId: string, day: string): Promise<number> {
    const agenda = await stores.agencies.agenda(database.read, agendaId)
    if (!agenda) return 0
    const first = await hours.firstFree(agenda)
    const now = clock.now()
    const lead = first && Math.max(0, Math.floor(secondsBetween(now, first.start) / 3600))
    await database.transaction((tx) => stores.facts.sampleLead(tx, agendaId, day, lead))
    return 1
  }
}
