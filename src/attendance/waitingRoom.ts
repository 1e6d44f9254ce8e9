import type { Db } from '#dialect'
import type { Stores } from '../../db/stores.ts'

/** How an agency runs its waiting room. */
export type WaitingRoom = {
  /** How long before the hour of their turno somebody may arrive. */
  earlyMinutes: number
  /** How long after it they still count as having come in time. */
  graceMinutes: number
  /** The least time between two calls of the same person, and how often they are called again. */
  recallSeconds: number
  recallMost: number
  /** What constitutional priority is worth: nobody is passed by more than this. */
  priorityMinutes: number
  /** How much later than their arrival a walk-in counts. */
  walkInMinutes: number
  /** How many walk-ins a day takes; 0 for none. */
  walkInQuota: number
  /** How many of the next tickets the display lists; 0 for none. */
  displayNext: number
}

/** How a waiting room is run where nobody set it. */
export const usualWaitingRoom: WaitingRoom = {
  earlyMinutes: 60,
  graceMinutes: 15,
  recallSeconds: 30,
  recallMost: 3,
  priorityMinutes: 30,
  walkInMinutes: 30,
  walkInQuota: 20,
  displayNext: 6,
}

/** How an agency runs its waiting room. */
export async function waitingRoomOf(
  stores: Stores,
  db: Db,
  agencyId: string,
): Promise<WaitingRoom> {
  const row = await stores.agencyDays.waitingRoom(db, agencyId)
  if (!row) return usualWaitingRoom
  const { agencyId: _agency, ...room } = row
  return room
}
