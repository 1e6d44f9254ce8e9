import type { Request } from 'express'
import type { Agenda } from '../agencies/agenda.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import type { Hours } from '../seats/hours.ts'
import { contextOf } from './context.ts'
import { time, weekday } from './dates.ts'
import type { Pages } from './pages.ts'

/** When the next turnos open, by whose clock, and at which agencies. */
export type Opening = { at: Instant; zone: string; agencies: string[] }

/** The next opening of these agendas; null where none opens at a stated hour. */
export function openingOf(hours: Hours, agendas: readonly Agenda[]): Opening | null {
  const coming = agendas.flatMap((agenda) => {
    const at = hours.nextRelease(agenda)
    return at === null ? [] : [{ at, agency: agenda.agency }]
  })
  const [first] = [...coming].sort((one, other) => (one.at < other.at ? -1 : 1))
  if (!first) return null
  const same = coming.filter(
    ({ at, agency }) => at === first.at && agency.zone === first.agency.zone,
  )
  const agencies = same.map(({ agency }) => agency.name)
  return { at: first.at, zone: first.agency.zone, agencies }
}

/** "Los próximos turnos se abren el lunes a las 08:00", perhaps with the agencies; a week ahead at most. */
export function openingSentence(
  pages: Pages,
  request: Request,
  opening: Opening | null,
  withAgencies: boolean,
): string | null {
  if (!opening) return null
  const { language } = contextOf(request)
  const { at, zone, agencies } = opening
  const when = { weekday: weekday(localDateOf(at, zone), language), time: time(at, zone) }
  if (!withAgencies) return pages.text(request, 'agencies:nextRelease', when)
  const names = new Intl.ListFormat(language).format(agencies)
  return pages.text(request, 'agencies:nextReleaseAt', { ...when, agencies: names })
}
