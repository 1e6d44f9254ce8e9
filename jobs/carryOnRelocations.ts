import type { JobServices } from './services.ts'

/** Looks for hours, writes, reminds and moves for those whose turno cannot be served at its hour. */
export function carryOnRelocations({ relocations }: Pick<JobServices, 'relocations'>) {
  return relocations.carryOn()
}
