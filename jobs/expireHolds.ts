import type { JobServices } from './services.ts'

/**
 * Tidies up after holds that ran out. Nothing depends on it: a hold ends by the clock, wherever it
 * is read.
 */
export function expireHolds({ holds, clock }: Pick<JobServices, 'holds' | 'clock'>) {
  return holds.tidy(clock.now())
}
