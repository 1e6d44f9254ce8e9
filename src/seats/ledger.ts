import type { Db } from '#dialect'
import { dayKey, type PoolDay, type SeatRow } from '../../db/seatStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { Agenda } from '../agencies/agenda.ts'
import { addToLoad } from '../calendar/load.ts'
import { startOfDay } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import { isLive, seatToTake } from './seats.ts'
import { type OfferedSlot, offeredSlot, type SlotRefusal } from './slot.ts'

/** The confirmed load of each locked day, as `lockDays` gave it and as it is changed since. */
export type LockedLoads = Map<string, string>

/** A span of a pool's day, in the clock of the agency. */
export type SeatSpan = PoolDay & { startAt: Instant; endAt: Instant; zone: string }

/** Who asks for a seat: whoever books online leaves reception the seats that are kept for it. */
export type Door = 'online' | 'reception'

export type FreeSeat =
  | { ok: true; seat: Pick<SeatRow, 'poolId' | 'day' | 'startAt' | 'endAt' | 'seatNo'> }
  | { ok: false; reason: 'seat-taken' | SlotRefusal }

/**
 * The seat that is free now for a slot of an agenda, by its hours and capacity of this moment. The
 * pool's day must be locked. `mine` are seats that do not count, because whoever asks gives them up.
 * `agenda` may have been read before the lock: what an admin changed meanwhile is read again here.
 */
export async function freeSeat(
  stores: Stores,
  tx: Db,
  agenda: Agenda,
  start: Instant,
  now: Instant,
  mine: (seat: SeatRow) => boolean,
  door: Door = 'online',
): Promise<FreeSeat> {
  const current = await stores.agencies.agenda(tx, agenda.id)
  // Moved to other windows meanwhile, whose day is not locked.
  if (current?.poolId !== agenda.poolId) return { ok: false, reason: 'no-slot' }
  const offered = await offeredSlot(stores, tx, current, start, now)
  if (!offered.ok) return offered
  const { slot } = offered
  const kept = door === 'online' ? current.keptSeats : 0
  const open = { ...slot, capacity: slot.capacity - kept }
  return seatOfSlot(stores, tx, agenda.poolId, open, now, mine)
}

/** {@link freeSeat} for a slot that is known: only whether a seat is left is asked. */
export async function seatOfSlot(
  stores: Stores,
  tx: Db,
  poolId: string,
  { day, start, end, capacity }: OfferedSlot,
  now: Instant,
  mine: (seat: SeatRow) => boolean,
): Promise<FreeSeat> {
  const target = { poolId, day }
  const overlapping = await stores.seats.overlapping(tx, poolId, day, start, end)
  // Their numbers are free again, and the row that takes one must not meet them.
  const lapsed = overlapping.some((seat) => !isLive(seat, now))
  if (lapsed) await stores.seats.releaseLapsedOf(tx, target, now)
  const others = overlapping.filter((seat) => !mine(seat))
  const seatNo = seatToTake(others, capacity, start, now)
  if (seatNo === null) return { ok: false, reason: 'seat-taken' }
  return { ok: true, seat: { ...target, startAt: start, endAt: end, seatNo } }
}

/**
 * Counts a confirmed seat into (`1`) or out of (`-1`) its day's load. The day must be locked; `loads`
 * is what `lockDays` gave, and is kept up to date so that one transaction may do this several times.
 */
export async function countSeat(
  stores: Stores,
  tx: Db,
  loads: LockedLoads,
  { poolId, day, startAt, endAt, zone }: SeatSpan,
  change: 1 | -1,
): Promise<void> {
  const key = dayKey({ poolId, day })
  const load = addToLoad(loads.get(key) ?? '', startOfDay(day, zone), startAt, endAt, change)
  loads.set(key, load)
  await stores.seats.writeLoad(tx, { poolId, day }, load)
}
