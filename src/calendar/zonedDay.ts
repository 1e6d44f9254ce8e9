import { IANAZone } from 'luxon'
import type { Instant, LocalDate, LocalTime } from '../clock.ts'
import { addDays, isLocalDate, minutesOf } from './dates.ts'

const minute = 60_000
const dayLength = 24 * 60 * minute

/**
 * A part of a day in which the zone's offset from UTC does not change. `from` and `to` are epoch
 * milliseconds; `local` is what turns them into wall-clock minutes: see {@link clockMinutes}.
 */
export type Stretch = { from: number; to: number; local: number }

/** A local day on the time line: one stretch, or two when the clock is changed on it. */
export type ZonedDay = { date: LocalDate; from: number; to: number; stretches: readonly Stretch[] }

/** A piece of the time line in epoch milliseconds, its end excluded. */
export type Span = { from: number; to: number }

// Building a day asks the zone database four times and more; a month page asks for the same days
// for every agenda. What a zone did on a day never changes, so the answer may be kept.
const known = new Map<string, ZonedDay>()
const keptDays = 4096

/**
 * Where the local day `date` of `zone` lies on the time line. Right for days of 23, 24.5 or 25 hours
 * and for days without a midnight. Throws RangeError for an unknown zone or an impossible date.
 */
export function zonedDay(date: LocalDate, zone: string): ZonedDay {
  const key = `${date} ${zone}`
  const kept = known.get(key)
  if (kept !== undefined) return kept
  if (known.size >= keptDays) known.clear()
  const day = measuredDay(date, zone)
  known.set(key, day)
  return day
}

/** What the clock on the wall reads at `at`, in minutes after midnight (fractions for seconds). */
export function clockMinutes(stretch: Stretch, at: number): number {
  return (at - stretch.local) / minute
}

/** When the clock of this stretch reads `minutes`, whether or not that is inside the stretch. */
export function instantReading(stretch: Stretch, minutes: number): number {
  return stretch.local + minutes * minute
}

/** The first moment of `day`, in epoch milliseconds, at which its clock reads `time` or later. */
function firstReading(day: ZonedDay, time: LocalTime): number {
  const minutes = minutesOf(time)
  for (const stretch of day.stretches) {
    const at = Math.max(instantReading(stretch, minutes), stretch.from)
    if (at < stretch.to) return at
  }
  return day.to
}

/** The instant at which the clock of `zone` first reads `time` (or, where it jumps over it, later) on `date`. */
export function instantAt(date: LocalDate, time: LocalTime, zone: string): Instant {
  return instantOf(firstReading(zonedDay(date, zone), time))
}

/** The first instant of the local day `date` in `zone`: midnight, or what stands for it where there is none. */
export function startOfDay(date: LocalDate, zone: string): Instant {
  return instantOf(zonedDay(date, zone).from)
}

/** The local day of `instant` in `zone`. */
export function localDateOf(instant: Instant, zone: string): LocalDate {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) throw new RangeError('not an instant')
  const guess = new Date(at).toISOString().slice(0, 10)
  const day = zonedDay(guess, zone)
  if (at < day.from) return addDays(guess, -1)
  return at < day.to ? guess : addDays(guess, 1)
}

/** Epoch milliseconds as an instant. */
export function instantOf(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString()
}

function measuredDay(date: LocalDate, zone: string): ZonedDay {
  const iana = IANAZone.create(zone)
  const midnight = Date.parse(`${date}T00:00:00Z`)
  if (!iana.isValid || !isLocalDate(date)) throw new RangeError(`no day ${date} in zone ${zone}`)
  const from = startOf(date, iana)
  const to = startOf(addDays(date, 1), iana)
  const before = iana.offset(from)
  const after = iana.offset(to - 1)
  const first = { from, to, local: midnight - before * minute }
  if (before === after) return { date, from, to, stretches: [first] }
  const change = changeOfOffset(iana, from, to)
  const second = { from: change, to, local: midnight - after * minute }
  return { date, from, to, stretches: [{ ...first, to: change }, second] }
}

/**
 * When `date` starts: the first of two midnights, or the change of the clock that swallows midnight.
 * (Luxon's startOf('day') answers the second of two.)
 */
function startOf(date: LocalDate, zone: IANAZone): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const before = zone.offset(midnight - dayLength)
  const after = zone.offset(midnight + dayLength)
  const early = midnight - before * minute
  const late = midnight - after * minute
  if (zone.offset(early) === before) return early
  return zone.offset(late) === after ? late : changeOfOffset(zone, late, early)
}

/** The first whole minute after `from` whose offset is no longer that of `from`; a zone changes once a day at most. */
function changeOfOffset(zone: IANAZone, from: number, to: number): number {
  const before = zone.offset(from)
  let same = 0
  let changed = (to - from) / minute
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2)
    if (zone.offset(from + middle * minute) === before) same = middle
    else changed = middle
  }
  return from + changed * minute
}
