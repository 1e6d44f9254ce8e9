import type { Db } from '#dialect'
import type { Stores } from '../../../db/stores.ts'
import type { Instant } from '../../clock.ts'
import type { Change } from '../change/change.ts'
import { daysToLock, scenesOf } from '../impact.ts'

/** Locks all days of an agency that are booked or can be: who takes an hour meanwhile is seen, or waits. */
export async function lockAhead(stores: Stores, tx: Db, id: string, now: Instant): Promise<void> {
  // Which days those are does not depend on what the change makes of it.
  const itself: Change = { kind: 'agency-use', agencyId: id, to: true }
  await stores.seats.lockDays(tx, daysToLock(await scenesOf(stores, tx, itself, now)))
}
