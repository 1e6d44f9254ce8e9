import { later } from '../src/clock.ts'
import type { JobServices } from './services.ts'

/** How long it can be seen what became of a message. */
const keptDays = 30

/** Forgets messages a month after they ended. */
export function purgeMessages({
  clock,
  database,
  messages,
}: Pick<JobServices, 'clock' | 'database' | 'messages'>) {
  const before = later(clock.now(), { days: -keptDays })
  return database.transaction((tx) => messages.store.purgeEnded(tx, before))
}
