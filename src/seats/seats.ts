import type { SeatRow } from '../../db/seatStore.ts'
import type { Instant } from '../clock.ts'

/** A seat that counts: a turno's, or a hold's until its expiry. The clock decides, not a job. */
export function isLive(seat: SeatRow, now: Instant): boolean {
  return seat.expiresAt === null || seat.expiresAt > now
}

/**
 * The number of the seat to take from `start` to `end`, or null when the pool is full at any moment
 * of it. `overlapping` are the pool's other taken seats that touch the span; `capacity` is today's.
 * The count decides; the number only tells equal seats apart, so where slots of different lengths
 * overlap it may exceed the capacity while the count does not.
 */
export function seatToTake(
  overlapping: SeatRow[],
  capacity: number,
  start: Instant,
  now: Instant,
): number | null {
  const live = overlapping.filter((seat) => isLive(seat, now))
  // The count can only rise where a seat begins, so those moments are all that need a look.
  const moments = [start, ...live.map((seat) => seat.startAt).filter((at) => at > start)]
  const peak = Math.max(
    ...moments.map((at) => live.filter((seat) => seat.startAt <= at && at < seat.endAt).length),
  )
  if (peak >= capacity) return null
  const used = new Set(live.map((seat) => seat.seatNo))
  let seatNo = 1
  while (used.has(seatNo)) seatNo += 1
  return seatNo
}
