import { agencyUrl } from '../sections.ts'

/** The calendar of an agency, perhaps of one month or one agenda. */
export function hoursUrl(agencyId: string, query: Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString()
  return `${agencyUrl(agencyId, 'horario')}${text === '' ? '' : `?${text}`}`
}

/** A page about one record of an agency's hours or capacity. */
export function recordUrl(agencyId: string, kind: string, id: string): string {
  return agencyUrl(agencyId, `${kind}/${encodeURIComponent(id)}`)
}

/** The windows and agendas of an agency. */
export function capacityUrl(agencyId: string): string {
  return agencyUrl(agencyId, 'capacidad')
}

/** The rest days of a year. */
export function holidaysUrl(year: number): string {
  return `/admin/feriados?anio=${year}`
}

/** One rest day, there or to be added. */
export function holidayUrl(id: string): string {
  return `/admin/feriados/${encodeURIComponent(id)}`
}
