import type { Db } from '#dialect'
import type { Stores } from '../../db/stores.ts'
import type { Agenda } from '../agencies/agenda.ts'
import { capacityAt } from '../calendar/capacity.ts'
import { dayPlan } from '../calendar/openingHours.ts'
import { bookableWindow } from '../calendar/release.ts'
import { type Slot, slotsOfDay } from '../calendar/slots.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'

/** A time of an agenda that its hours make, with the seats its pool has then. */
export type OfferedSlot = Slot & { day: LocalDate; capacity: number }

export type SlotRefusal = 'no-slot' | 'too-soon' | 'past' | 'not-released'

export type SlotResult = { ok: true; slot: OfferedSlot } | { ok: false; reason: SlotRefusal }

/**
 * Why `start` is out of reach whatever the hours are: past, or beyond what is released. Asked before a
 * day is locked, so that nobody makes rows for days of other centuries.
 */
export function outOfReach(agenda: Agenda, start: Instant, now: Instant): SlotRefusal | null {
  if (start <= now) return 'past'
  const { zone } = agenda.agency
  const { through } = bookableWindow(agenda.release, zone, now)
  return localDateOf(start, zone) > through ? 'not-released' : null
}

/**
 * The slot of `agenda` that starts at `start`, by the hours, closures and capacity as `db` has them
 * now; null where no rule makes one. Whether it may be booked already, or still, is not asked here.
 */
export async function slotByHours(
  stores: Stores,
  db: Db,
  agenda: Agenda,
  start: Instant,
): Promise<OfferedSlot | null> {
  const { zone } = agenda.agency
  const day = localDateOf(start, zone)
  const rules = await stores.agencies.calendar(db, agenda, day, day)
  const slot = slotsOfDay(dayPlan(rules, day), agenda.slotMinutes, zone).find(
    (candidate) => candidate.start === start,
  )
  if (!slot) return null
  const capacity = capacityAt(agenda.seats, agenda.bands, zone, slot.start, slot.end)
  return { ...slot, day, capacity }
}

/**
 * {@link slotByHours} for who books: refuses what no rule makes, what is past or too soon, and what is
 * not released yet. Whether a seat is left is not asked here.
 */
export async function offeredSlot(
  stores: Stores,
  db: Db,
  agenda: Agenda,
  start: Instant,
  now: Instant,
): Promise<SlotResult> {
  const slot = await slotByHours(stores, db, agenda, start)
  if (!slot) return { ok: false, reason: 'no-slot' }
  if (slot.start <= now) return { ok: false, reason: 'past' }
  const window = bookableWindow(agenda.release, agenda.agency.zone, now)
  if (slot.start < window.earliest) return { ok: false, reason: 'too-soon' }
  if (slot.day > window.through) return { ok: false, reason: 'not-released' }
  return { ok: true, slot }
}

/** Whether the text is a slot's start as our own links and forms write it. */
export function isSlotStart(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(text)) return false
  const millis = Date.parse(text)
  return !Number.isNaN(millis) && new Date(millis).toISOString() === text
}
