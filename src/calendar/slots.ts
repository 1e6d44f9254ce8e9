import type { Instant } from '../clock.ts'
import { minutesOf } from './dates.ts'
import type { DayPlan, Interval } from './openingHours.ts'
import {
  clockMinutes,
  instantOf,
  instantReading,
  type Span,
  type ZonedDay,
  zonedDay,
} from './zonedDay.ts'

/** A time that can be booked; `end` is excluded. */
export type Slot = { start: Instant; end: Instant }

/** Whether a slot may be `minutes` long: a multiple of 5, as the day's load is counted in cells of 5 minutes. */
export function isSlotLength(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes > 0 && minutes % 5 === 0
}

/**
 * The slots of a day in order of time: back to back from the start of each interval, each wholly
 * inside its interval, at every moment of it. They do not overlap, and no two read the same on the
 * clock. Where the clock is changed on that day, hours that it jumps over have no slot and hours that
 * come twice have one. Throws RangeError unless {@link isSlotLength}.
 */
export function slotsOfDay(
  plan: Pick<DayPlan, 'date' | 'intervals'>,
  slotMinutes: number,
  zone: string,
): readonly Slot[] {
  const hours = plan.intervals.map(({ from, to }) => `${from}-${to}`).join()
  const key = `${plan.date} ${zone} ${slotMinutes} ${hours}`
  const kept = known.get(key)
  if (kept !== undefined) return kept
  if (known.size >= keptDays) known.clear()
  const slots = measuredSlots(plan, slotMinutes, zone)
  known.set(key, slots)
  return slots
}

// Most agendas have the same hours on most days, and a month page asks for thirty days of them.
const known = new Map<string, readonly Slot[]>()
const keptDays = 1024

function measuredSlots(
  plan: Pick<DayPlan, 'date' | 'intervals'>,
  slotMinutes: number,
  zone: string,
): Slot[] {
  if (!isSlotLength(slotMinutes)) throw new RangeError('a slot lasts a multiple of 5 minutes')
  const day = zonedDay(plan.date, zone)
  const slots: Slot[] = []
  let free = day.from
  for (const interval of plan.intervals) {
    const spans = spansOf(interval, day)
    const last = minutesOf(interval.to) - 1
    for (let minutes = minutesOf(interval.from); minutes <= last; minutes += slotMinutes) {
      const start = startReading(minutes, slotMinutes, day, spans, free)
      if (start === undefined) continue
      const before = slots.at(-1)
      const backToBack = before !== undefined && start === free
      free = start + slotMinutes * 60_000
      slots.push({ start: backToBack ? before.end : instantOf(start), end: instantOf(free) })
    }
  }
  return slots
}

/** When the place is open on a day, as pieces of the time line; intervals that touch are one piece. */
export function openSpans({ date, intervals }: Pick<DayPlan, 'date' | 'intervals'>, zone: string) {
  const day = zonedDay(date, zone)
  const spans = intervals
    .flatMap((interval) => spansOf(interval, day))
    .sort((one, other) => one.from - other.from)
  const pieces: Span[] = []
  for (const span of spans) {
    const last = pieces.at(-1)
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else pieces.push({ ...span })
  }
  return pieces
}

/** The first moment that reads `minutes`, is not before `free`, and leaves room for a whole slot. */
function startReading(
  minutes: number,
  slotMinutes: number,
  day: ZonedDay,
  spans: readonly Span[],
  free: number,
): number | undefined {
  for (const stretch of day.stretches) {
    const start = instantReading(stretch, minutes)
    const end = start + slotMinutes * 60_000
    const exists = start >= stretch.from && start < stretch.to
    if (exists && start >= free && spans.some((span) => span.from <= start && end <= span.to)) {
      return start
    }
  }
  return undefined
}

/** The pieces of the time line during which the clock reads a time of `interval`. */
function spansOf(interval: Interval, day: ZonedDay): Span[] {
  const from = minutesOf(interval.from)
  const to = minutesOf(interval.to)
  const spans: Span[] = []
  for (const stretch of day.stretches) {
    const span = {
      from: instantReading(stretch, Math.max(from, clockMinutes(stretch, stretch.from))),
      to: instantReading(stretch, Math.min(to, clockMinutes(stretch, stretch.to))),
    }
    if (span.from >= span.to) continue
    const last = spans.at(-1)
    if (last?.to === span.from) last.to = span.to
    else spans.push(span)
  }
  return spans
}
