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

/** The public display of an agency. */
export function displayUrl(agencyId: string): string {
  return `/pantalla/${encodeURIComponent(agencyId)}`
}

/** The page of somebody who waits; it opens only for who was given the link. */
export function waitUrl(arrivalId: string): string {
  return `/espera/lugar/${arrivalId}`
}
