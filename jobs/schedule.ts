import { carryOnRelocations } from './carryOnRelocations.ts'
import { closeDays } from './closeDays.ts'
import { endPastDays } from './endPastDays.ts'
import { expireHolds } from './expireHolds.ts'
import { purgeDrafts } from './purgeDrafts.ts'
import { purgeMessages } from './purgeMessages.ts'
import type { QueueName } from './queues.ts'
import { sampleLeads } from './sampleLeads.ts'
import type { JobServices } from './services.ts'

/** Work that comes back. */
export type Recurring = {
  /** Its row in `runs`, and the id of its BullMQ scheduler. */
  name: string
  queue: QueueName
  everySeconds: number
  /** Does it; how many things it did it to. */
  run(services: JobServices): Promise<number>
}

/** All recurring work there is. */
export const schedule: readonly Recurring[] = [
  { name: 'expire-holds', queue: 'holds', everySeconds: 30, run: expireHolds },
  {
    name: 'carry-on-relocations',
    queue: 'housekeeping',
    everySeconds: 60,
    run: carryOnRelocations,
  },
  { name: 'purge-drafts', queue: 'housekeeping', everySeconds: 600, run: purgeDrafts },
  { name: 'end-past-days', queue: 'housekeeping', everySeconds: 1800, run: endPastDays },
  { name: 'sample-leads', queue: 'housekeeping', everySeconds: 300, run: sampleLeads },
  { name: 'close-days', queue: 'housekeeping', everySeconds: 900, run: closeDays },
  { name: 'purge-messages', queue: 'housekeeping', everySeconds: 3600, run: purgeMessages },
]
