import type { Agency } from '../../agencies/agency.ts'
import { dayPlan } from '../../calendar/openingHours.ts'
import { instantAt, localDateOf } from '../../calendar/zonedDay.ts'
import type { Instant } from '../../clock.ts'
import type { Services } from '../../services.ts'

type ClosingServices = Pick<Services, 'catalogue' | 'clock' | 'database' | 'stores'>

/** When an agency closes today, by the hours of what it serves; null on a day without hours. */
export async function closingOf(
  { catalogue, clock, database, stores }: ClosingServices,
  { id, zone }: Agency,
): Promise<Instant | null> {
  const day = localDateOf(clock.now(), zone)
  const ends: Instant[] = []
  for (const procedure of await catalogue.procedures()) {
    const agenda = (await catalogue.agendas(procedure.id)).find(({ agency }) => agency.id === id)
    if (!agenda) continue
    const rules = await stores.agencies.calendar(database.read, agenda, day, day)
    const last = dayPlan(rules, day).intervals.at(-1)
    if (last) ends.push(instantAt(day, last.to, zone))
  }
  return ends.sort().at(-1) ?? null
}
