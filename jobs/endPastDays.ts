import type { JobServices } from './services.ts'

/** Ends what past days left open at the agencies. Whether somebody counts as waiting never depends on it. */
export function endPastDays({ attendance }: Pick<JobServices, 'attendance'>) {
  return attendance.endPastDays()
}
