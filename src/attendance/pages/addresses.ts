import type { Arrival } from '../arrival.ts'

/** An address of an agency's reception: `receptionUrl('quito', 'dia')`. */
export function receptionUrl(agencyId: string, tail = ''): string {
  const base = `/recepcion/${encodeURIComponent(agencyId)}`
  return tail === '' ? base : `${base}/${tail}`
}

/** The page with the ticket of somebody who came, to be shown or printed. */
export function ticketUrl({ id, agencyId }: Pick<Arrival, 'id' | 'agencyId'>, tail = ''): string {
  return receptionUrl(agencyId, tail === '' ? `boleto/${id}` : `boleto/${id}/${tail}`)
}

/** An address of the window page: `windowUrl('llamar')`. */
export function windowUrl(tail = ''): string {
  return tail === '' ? '/ventanilla' : `/ventanilla/${tail}`
}
