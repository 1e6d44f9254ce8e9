import type { JobServices } from './services.ts'

/** Looks how far away the first free slots are. */
export function sampleLeads({ figures }: Pick<JobServices, 'figures'>) {
  return figures.sampleLeads()
}
