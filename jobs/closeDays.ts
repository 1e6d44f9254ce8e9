import type { JobServices } from './services.ts'

/** Counts the days that are over, and those of which a fact changed since. */
export function closeDays({ figures }: Pick<JobServices, 'figures'>) {
  return figures.closeDays()
}
