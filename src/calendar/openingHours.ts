import type { Instant, LocalDate, LocalTime } from '../clock.ts'
import type { Localized } from '../language.ts'
import { minutesOf, timeOf, type Weekday, weekdayOf } from './dates.ts'
import { clockMinutes, type ZonedDay, zonedDay } from './zonedDay.ts'

/** From one wall-clock time up to, not including, another; `24:00` is the end of a day. */
export type Interval = { from: LocalTime; to: LocalTime }

/**
 * Hours of one weekday, on the days from `validFrom` to `validTo`, both included; null is without limit.
 * With an `agendaId` they are one agenda's own, and outrank the agency's on the days they are valid.
 */
export type WeeklyHours = Interval & {
  weekday: Weekday
  validFrom: LocalDate | null
  validTo: LocalDate | null
  agendaId?: string | null
}

/** One day whose hours are other than the week says; without intervals, a day without hours. */
export type DayException = { date: LocalDate; intervals: Interval[]; reason: Localized }

/** A stretch of time in which nobody is served, whatever the hours say; `to` is excluded. */
export type Closure = { from: Instant; to: Instant; reason: Localized }

/** A day taken off, national or local: the observed day, not the one of the law. */
export type Holiday = { date: LocalDate; name: Localized }

/** All that decides when an agency, or one agenda of it, is open. Times are those of `zone`. */
export type CalendarRules = {
  zone: string
  weekly: WeeklyHours[]
  exceptions: DayException[]
  restDays: Holiday[]
  closures: Closure[]
}

/** Which rule made a day's hours what they are; `none` where the week has none for it. */
export type DayRule = 'closure' | 'exception' | 'holiday' | 'weekly' | 'none'

/**
 * The hours of one day, in order and without overlap, and where they come from. `reason` is for the
 * public: the holiday's name, or why the day is an exception or (also in part) closed.
 */
export type DayPlan = {
  date: LocalDate
  intervals: Interval[]
  rule: DayRule
  reason: Localized | null
}

/**
 * When `rules` have the place open on `date`. A closure outranks an exception, an exception a
 * holiday, a holiday the week. A closure of part of the day only takes its hours away and gives the
 * day its reason; the rule becomes `closure` when it leaves none, or covers the whole day. Of several
 * exceptions for a day the last listed counts. On a day when the clock goes back, a closure within
 * the repeated hour takes both of its turns.
 */
export function dayPlan(rules: CalendarRules, date: LocalDate): DayPlan {
  const open = planWithoutClosures(rules, date)
  const day = zonedDay(date, rules.zone)
  const closures = rules.closures.filter((closure) => touches(closure, day))
  if (closures.length === 0) return open
  const shut = { date, intervals: [], rule: 'closure' as const }
  const wholeDay = closures.find((closure) => covers(closure, day))
  if (wholeDay !== undefined) return { ...shut, reason: wholeDay.reason }

  let intervals = open.intervals
  let reason: Localized | null = null
  for (const closure of closures) {
    const left = intervals.flatMap((interval) => without(interval, closedTimes(closure, day)))
    if (length(left) < length(intervals)) reason ??= closure.reason
    intervals = left
  }
  if (reason === null) return open
  return intervals.length === 0 ? { ...shut, reason } : { ...open, intervals, reason }
}

function planWithoutClosures(rules: CalendarRules, date: LocalDate): DayPlan {
  const exception = rules.exceptions.findLast((candidate) => candidate.date === date)
  if (exception !== undefined) {
    const { reason } = exception
    return { date, intervals: inOrder(exception.intervals), rule: 'exception', reason }
  }
  const holiday = rules.restDays.find((candidate) => candidate.date === date)
  if (holiday !== undefined) return { date, intervals: [], rule: 'holiday', reason: holiday.name }
  const weekday = weekdayOf(date)
  const hours = weekOn(rules.weekly, date).filter((row) => row.weekday === weekday)
  const intervals = inOrder(hours)
  return { date, intervals, rule: intervals.length > 0 ? 'weekly' : 'none', reason: null }
}

/**
 * The week that counts on `date`: an agenda's own before the agency's, and of several weeks the one
 * whose validity began last, so that a season replaces the usual week rather than adding to it. A
 * weekday that this week leaves out has no hours, whatever an older week says.
 */
export function weekOn<Row extends WeeklyHours>(weekly: readonly Row[], date: LocalDate): Row[] {
  const valid = weekly.filter((row) => isValidOn(row, date))
  const own = valid.filter(({ agendaId = null }) => agendaId !== null)
  const counting = own.length > 0 ? own : valid
  const newest = counting.reduce((latest, { validFrom }) => later(latest, validFrom ?? ''), '')
  return counting.filter(({ validFrom }) => (validFrom ?? '') === newest)
}

function later(one: LocalDate, other: LocalDate): LocalDate {
  return one > other ? one : other
}

function isValidOn({ validFrom, validTo }: WeeklyHours, date: LocalDate): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo)
}

/**
 * Sorted, empty ones dropped, overlapping ones made one so that no hour is offered twice. Those that
 * only touch stay apart: somebody meant 12:00 to be a seam, and no slot should straddle it.
 */
function inOrder(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => ({ from, to }))
    .sort((one, other) => (one.from < other.from ? -1 : 1))
  const merged: Interval[] = []
  for (const interval of sorted) {
    const last = merged.at(-1)
    if (last === undefined || interval.from >= last.to) merged.push(interval)
    else if (interval.to > last.to) last.to = interval.to
  }
  return merged
}

function touches(closure: Closure, day: ZonedDay): boolean {
  return Date.parse(closure.from) < day.to && Date.parse(closure.to) > day.from
}

function covers(closure: Closure, day: ZonedDay): boolean {
  return Date.parse(closure.from) <= day.from && Date.parse(closure.to) >= day.to
}

/** What the clock reads during the closure, in whole minutes, rounded outwards. */
function closedTimes(closure: Closure, day: ZonedDay): Interval[] {
  const from = Date.parse(closure.from)
  const to = Date.parse(closure.to)
  return day.stretches
    .filter((stretch) => from < stretch.to && to > stretch.from)
    .map((stretch) => ({
      from: timeOf(Math.floor(clockMinutes(stretch, Math.max(from, stretch.from)))),
      to: timeOf(Math.ceil(clockMinutes(stretch, Math.min(to, stretch.to)))),
    }))
}

function without(interval: Interval, closed: Interval[]): Interval[] {
  return closed.reduce<Interval[]>(
    (left, { from, to }) =>
      left.flatMap((piece) => {
        if (to <= piece.from || piece.to <= from) return [piece]
        const around = [
          { from: piece.from, to: from },
          { from: to, to: piece.to },
        ]
        return around.filter((rest) => rest.from < rest.to)
      }),
    [interval],
  )
}

function length(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0)
}
