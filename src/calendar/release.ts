import { type Instant, type LocalDate, type LocalTime, later } from '../clock.ts'
import { addDays, mondayOf, type Weekday } from './dates.ts'
import { instantAt, localDateOf, startOfDay } from './zonedDay.ts'

/**
 * From when to when an agenda can be booked. Both kinds want a turno to start at least `leadMinutes`
 * from now. `rolling`: today and the next `horizonDays` days. `weekly`: every `weekday` at `time` the
 * whole ISO week that starts `weeksAhead` weeks after the current one opens ("every Monday at 08:00
 * for the week after next" is `weeksAhead: 2`), all earlier weeks being open already.
 */
export type ReleaseRule =
  | { kind: 'rolling'; leadMinutes: number; horizonDays: number }
  | {
      kind: 'weekly'
      leadMinutes: number
      weekday: Weekday
      time: LocalTime
      weeksAhead: number
    }

/**
 * What a release rule says at the instant `now`: a turno may start at `earliest` or later, on
 * `through` at the latest; `nextRelease` is when a weekly rule opens its next week, else null.
 */
export type BookableWindow = {
  rule: ReleaseRule
  now: Instant
  earliest: Instant
  through: LocalDate
  nextRelease: Instant | null
}

/** The window of `rule` at `now`, for an agenda whose clock is that of `zone`. */
export function bookableWindow(rule: ReleaseRule, zone: string, now: Instant): BookableWindow {
  const today = localDateOf(now, zone)
  const earliest = later(now, { minutes: rule.leadMinutes })
  if (rule.kind === 'rolling') {
    const through = addDays(today, rule.horizonDays)
    return { rule, now, earliest, through, nextRelease: null }
  }
  const newest = addDays(mondayOf(today), 7 * rule.weeksAhead)
  const release = opensAt(rule, zone, newest)
  if (now < release) {
    return { rule, now, earliest, through: addDays(newest, -1), nextRelease: release }
  }
  const nextRelease = opensAt(rule, zone, addDays(newest, 7))
  return { rule, now, earliest, through: addDays(newest, 6), nextRelease }
}

/** The instant from which `date` can be booked: a day is within the window exactly from then on. */
export function opensAt(rule: ReleaseRule, zone: string, date: LocalDate): Instant {
  if (rule.kind === 'rolling') return startOfDay(addDays(date, -rule.horizonDays), zone)
  const week = addDays(mondayOf(date), -7 * rule.weeksAhead)
  return instantAt(addDays(week, rule.weekday - 1), rule.time, zone)
}
