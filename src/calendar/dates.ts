import { DateTime } from 'luxon'
import type { LocalDate, LocalTime } from '../clock.ts'

/** An ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = number

/** Minutes of a day that has no change of the clock; `24:00`, the end of a day, is this many minutes in. */
const minutesPerDay = 24 * 60

const millisecondsPerDay = minutesPerDay * 60_000

/** Whether `text` is an existing day written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid
}

/**
 * Whether it is a day that somebody may mean. Ask this of anything a person typed: on either side of
 * such a day there are others, while the day after 9999-12-31 cannot be written.
 */
export function isPlausibleDate(text: string): boolean {
  return isLocalDate(text) && text >= '1900-01-01' && text < '2200-01-01'
}

/** Whether `text` is a wall-clock time `HH:MM` from `00:00` to `24:00`. */
export function isLocalTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)
}

/** The minutes that `time` reads after midnight, 0 to 1440. */
export function minutesOf(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The wall-clock time `minutes` after midnight, kept within `00:00` and `24:00`. */
export function timeOf(minutes: number): LocalTime {
  const kept = Math.min(Math.max(minutes, 0), minutesPerDay)
  return `${twoDigits(Math.floor(kept / 60))}:${twoDigits(kept % 60)}`
}

// Days are counted on the UTC time line, where each has 24 hours; a page asks for hundreds of them.

/** The day `days` after `date`; a negative number goes back. Throws RangeError where `date` is no date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumber(date) + days) * millisecondsPerDay).toISOString().slice(0, 10)
}

/** The ISO weekday of `date`. */
export function weekdayOf(date: LocalDate): Weekday {
  // Day 0, 1 January 1970, was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
}

/** The Monday of the ISO week that `date` is in. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekdayOf(date))
}

function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
