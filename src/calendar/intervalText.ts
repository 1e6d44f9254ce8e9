import type { LocalDate } from '../clock.ts'
import { isLocalTime, isPlausibleDate } from './dates.ts'
import type { Interval } from './openingHours.ts'

/** Why a line of hours cannot be read: not hours at all, one that ends before it begins, or two that overlap. */
export type IntervalMistake = 'unreadable' | 'backwards' | 'overlapping'

export type ReadIntervals =
  | { ok: true; intervals: Interval[] }
  | { ok: false; reason: IntervalMistake }

const hour = String.raw`(\d{1,2})(?:[:.h](\d{2}))?\s*h?`
const pair = new RegExp(String.raw`^${hour}\s*(?:-|–|—|a|to)\s*${hour}$`)
const between = /\s*(?:[,;/]|\s[ye]\s|\sand\s)\s*/

/**
 * Reads hours as people write them on a door: `08:00–12:30, 13:30–17:00`, `8-12 y 13-17`, `8 a 12.30`.
 * Nothing, or a dash, is no hours. The answer is in order, each wholly after the one before.
 */
export function readIntervals(text: string): ReadIntervals {
  const line = text.trim().toLowerCase()
  if (line === '' || /^[-–—]$/.test(line)) return { ok: true, intervals: [] }
  const intervals: Interval[] = []
  for (const part of line.split(between)) {
    const read = pair.exec(part.trim())
    if (!read) return { ok: false, reason: 'unreadable' }
    const [, fromHour, fromMinute = '00', toHour, toMinute = '00'] = read
    const from = `${fromHour?.padStart(2, '0')}:${fromMinute}`
    const to = `${toHour?.padStart(2, '0')}:${toMinute}`
    if (!isLocalTime(from) || !isLocalTime(to)) return { ok: false, reason: 'unreadable' }
    if (from >= to) return { ok: false, reason: 'backwards' }
    intervals.push({ from, to })
  }
  intervals.sort((one, other) => (one.from < other.from ? -1 : 1))
  const overlap = intervals.some((interval, n) => interval.from < (intervals[n - 1]?.to ?? ''))
  return overlap ? { ok: false, reason: 'overlapping' } : { ok: true, intervals }
}

/** Hours as {@link readIntervals} reads them. */
export function intervalText(intervals: readonly Interval[]): string {
  return intervals.map(({ from, to }) => `${from}–${to}`).join(', ')
}

/** A day as a date field sends it, or as people write it, `31/12/2026`; null where it is none. */
export function readDate(text: string): LocalDate | null {
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim())
  const [, day = '', month = '', year = ''] = written ?? []
  const date = written ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text.trim()
  return isPlausibleDate(date) ? date : null
}
