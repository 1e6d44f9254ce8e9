import { type Instant, secondsBetween } from '../../clock.ts'
import { bad, good, type Verdict } from './verdict.ts'

/**
 * Whether the clock goes on from where the database left it. A machine alone cannot know the time, but
 * what was written as past must not lie ahead.
 */
export function examineClock(newest: Instant | null, now: Instant): Verdict {
  const ahead = newest === null ? 0 : secondsBetween(now, newest)
  return ahead <= 2
    ? good('clock', `The clock says ${now}, and nothing in the database is later.`)
    : bad(
        'clock',
        `The clock says ${now}, but the database was written to at ${newest ?? ''}.`,
        'Set the clock by NTP: holds, codes and turnos depend on it. CLOCK in demo mode does this too.',
      )
}
