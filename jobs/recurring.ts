import { later } from '../src/clock.ts'
import type { Recurring } from './schedule.ts'
import type { JobServices } from './services.ts'

/** How long a run is one process's; after that another may try. */
const claimSeconds = 60

/** A run is due this much early, so that a tick that comes a moment early is not one missed. */
const earlySeconds = 2

/**
 * Runs the work if it has been due for `graceSeconds`; says whether it ran. Of all processes that
 * call it one does it. A run that throws is tried again when its claim lapses.
 */
export async function runIfDue(
  work: Recurring,
  services: JobServices,
  graceSeconds: number,
): Promise<boolean> {
  const { database, runs, clock } = services
  const now = clock.now()
  const until = later(now, { seconds: claimSeconds })
  const dueBy = later(now, { seconds: -graceSeconds })
  const claimed = await database.transaction(async (tx) => {
    await runs.register(tx, work.name, now)
    return runs.claim(tx, work.name, { dueBy, now, until })
  })
  if (!claimed) return false
  const count = await work.run(services)
  const dueAt = later(now, { seconds: work.everySeconds - earlySeconds })
  await database.transaction((tx) =>
    runs.finish(tx, work.name, until, { ranAt: now, count, dueAt }),
  )
  return true
}
