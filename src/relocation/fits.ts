import type { Db } from '#dialect'
import type { Stores } from '../../db/stores.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { misfits } from '../agencies/change/fit.ts'
import { type Instant, later } from '../clock.ts'

/**
 * Whether the hours and the capacity of now have room for a turno where it is: because the change was
 * taken back, or somebody else's seat came free. Judged by the same rule that said it had none.
 */
export async function hasRoom(
  stores: Stores,
  db: Db,
  { id, agencyId, poolId, day }: Pick<TurnoRow, 'id' | 'agencyId' | 'poolId' | 'day'>,
  now: Instant,
): Promise<boolean> {
  // A day earlier than today anywhere: closures of yesterday still count where it is yesterday.
  const since = later(now, { days: -2 }).slice(0, 10)
  const [rules] = await stores.calendar.rules(db, [agencyId], since)
  if (!rules) return false
  const all = await stores.taken.seats(db, [poolId], day, day, now)
  // Its hour may have come; as long as its person has not, it counts as one that can be moved.
  const taken = all.map((seat) => (seat.id === id ? { ...seat, fixed: false } : seat))
  return !misfits(rules, poolId, day, taken).has(id)
}
