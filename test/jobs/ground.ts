import { runStore } from '../../db/runStore.ts'
import type { JobServices } from '../../jobs/services.ts'
import type { Ground } from '../messages/ground.ts'

/** The jobs' services over a test's ground; what the recurring work was asked is counted. */
export function jobServices(g: Ground): JobServices & { tidied: string[]; purged: string[] } {
  const tidied: string[] = []
  const purged: string[] = []
  return {
    clock: g.clock,
    database: g.database,
    runs: runStore(g.database.tables),
    messages: { store: g.store, deliver: (id) => g.deliver(id) },
    holds: {
      tidy: async (now) => tidied.push(now),
    },
    attendance: { endPastDays: async () => 0 },
    figures: { closeDays: async () => 0, sampleLeads: async () => 0 },
    relocations: { carryOn: async () => 0 },
    drafts: {
      purge: async (now) => purged.push(now),
    },
    tidied,
    purged,
  }
}
