import type { Database } from '../db/database.ts'
import type { MessageStore } from '../db/messageStore.ts'
import type { RunStore } from '../db/runStore.ts'
import type { Clock, Instant } from '../src/clock.ts'
import type { Delivery } from '../src/messages/deliver.ts'

/** What the jobs need of the application. */
export type JobServices = {
  clock: Clock
  database: Database
  runs: RunStore
  messages: {
    store: MessageStore
    /** Tries one message; see src/messages/deliver.ts. */
    deliver(id: string): Promise<Delivery>
  }
  holds: {
    /** Removes the holds that ended before `now` from drafts and seats; how many. */
    tidy(now: Instant): Promise<number>
  }
  attendance: {
    /** Ends what past days left open at every agency; how many turnos, arrivals and shifts. */
    endPastDays(): Promise<number>
  }
  figures: {
    /** Counts the days that are over; how many. */
    closeDays(): Promise<number>
    /** Looks how far away the first free slot of each agenda is, once a day; how many agendas. */
    sampleLeads(): Promise<number>
  }
  relocations: {
    /** Does what is due for those whose turno must be moved; how many were looked at. */
    carryOn(): Promise<number>
  }
  drafts: {
    /** Deletes expired drafts with their codes, and allowances that may be forgotten; how many rows. */
    purge(now: Instant): Promise<number>
  }
}
