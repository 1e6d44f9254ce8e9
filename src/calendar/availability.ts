import type { Instant, LocalDate } from '../clock.ts'
import type { Localized } from '../language.ts'
import { type CapacityBand, capacityOfDay } from './capacity.ts'
import { cellsBetween, cellsOf, cellsOfLoad, cellsPerDay, type Load, peakOfCells } from './load.ts'
import type { DayPlan } from './openingHours.ts'
import { type BookableWindow, opensAt } from './release.ts'
import type { Slot } from './slots.ts'

/** What is known of one day of an agenda. `liveHolds` are those of its pool that have not expired. */
export type DayInput = {
  plan: DayPlan
  slots: readonly Slot[]
  zone: string
  load: Load
  dayStart: Instant
  liveHolds: readonly Slot[]
  capacity: { defaultSeats: number; bands: readonly CapacityBand[] }
  window: BookableWindow
}

/** Why a day has no hour to book, or `free`. */
export type DayCause =
  | 'free'
  | 'full'
  | 'too-soon'
  | 'past'
  | 'not-released'
  | 'closure'
  | 'holiday'
  | 'no-hours'

/**
 * What a day offers: its bookable slots in order, of `total` that its hours make. `reason` is the
 * holiday's name or why the place is closed; `opensAt` is set for a day that is not released yet.
 */
export type DayAvailability = {
  date: LocalDate
  cause: DayCause
  reason: Localized | null
  opensAt: Instant | null
  free: readonly Slot[]
  total: number
}

/**
 * Which slots of a day can be booked, and if none, why. A slot is free while its seats taken, by turnos
 * and live holds together, are at every moment fewer than the pool has. Of several causes the one
 * that waiting changes least is named: no hours at all, then not released, then past, then too soon,
 * then full. A day whose remaining slots have no seats at all counts as one without hours.
 */
export function dayAvailability(input: DayInput): DayAvailability {
  const { plan, slots, window } = input
  const answer = (cause: DayCause, free: readonly Slot[] = []): DayAvailability => ({
    date: plan.date,
    cause,
    reason: plan.reason,
    opensAt: cause === 'not-released' ? opensAt(window.rule, input.zone, plan.date) : null,
    free,
    total: slots.length,
  })
  if (slots.length === 0) return answer(causeWithoutSlots(plan))
  if (plan.date > window.through) return answer('not-released')
  const [firstSlot] = slots
  const ahead =
    firstSlot && firstSlot.start >= window.earliest
      ? slots
      : slots.filter(({ start }) => start >= window.earliest)
  if (ahead.length === 0) {
    return answer(slots.every(({ start }) => start < window.now) ? 'past' : 'too-soon')
  }
  const { free, staffed } = freeSlots(input, ahead)
  if (!staffed) return answer('no-hours')
  return answer(free.length > 0 ? 'free' : 'full', free)
}

/** Which of `slots` have a seat left, and whether any has seats at all. */
function freeSlots(
  input: DayInput,
  slots: readonly Slot[],
): { free: readonly Slot[]; staffed: boolean } {
  const { defaultSeats, bands } = input.capacity
  // Most days of most calendars: nobody there yet.
  if (bands.length === 0 && input.load === '' && input.liveHolds.length === 0) {
    return defaultSeats > 0 ? { free: slots, staffed: true } : { free: [], staffed: false }
  }
  const seatsAt =
    bands.length === 0
      ? () => defaultSeats
      : capacityOfDay(defaultSeats, bands, input.zone, input.plan.date)
  const dayStart = Date.parse(input.dayStart)
  const taken = takenSeats(input)
  const free: Slot[] = []
  let staffed = false
  for (const slot of slots) {
    const start = Date.parse(slot.start)
    const end = Date.parse(slot.end)
    const seats = seatsAt(start, end)
    if (seats <= 0) continue
    staffed = true
    const { from, to } = cellsBetween(dayStart, start, end)
    if (peakOfCells(taken, from, to) < seats) free.push(slot)
  }
  return { free, staffed }
}

function causeWithoutSlots(plan: DayPlan): DayCause {
  if (plan.rule === 'holiday') return 'holiday'
  // To whoever wants to come, an exception without hours is a closed day with a reason.
  const closed = plan.rule === 'exception' && plan.intervals.length === 0
  return plan.rule === 'closure' || closed ? 'closure' : 'no-hours'
}

/** Confirmed seats and live holds per cell. */
function takenSeats({ load, dayStart, liveHolds }: DayInput): Uint16Array {
  const taken = Uint16Array.from(cellsOfLoad(load))
  for (const hold of liveHolds) {
    const { from, to } = cellsOf(dayStart, hold.start, hold.end)
    for (let cell = Math.max(from, 0); cell < Math.min(to, cellsPerDay); cell += 1) {
      taken[cell] = (taken[cell] ?? 0) + 1
    }
  }
  return taken
}
