import type { JobServices } from './services.ts'

/** Forgets what people typed and did not finish, once its time is over. */
export function purgeDrafts({ drafts, clock }: Pick<JobServices, 'drafts' | 'clock'>) {
  return drafts.purge(clock.now())
}
