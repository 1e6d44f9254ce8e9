import { addDays, mondayOf } from '../../calendar/dates.ts'
import { bookableWindow } from '../../calendar/release.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../../clock.ts'
import type { Change } from './change.ts'
import type { AgencyRules } from './rules.ts'

/** The days of an agency that a change can make any difference to, both included. */
export type Reach = { from: LocalDate; to: LocalDate }

/** So much further than what is released now is looked and locked: a release may come meanwhile. */
const marginDays = 8

/**
 * From today to the last day that is booked or can be booked, before or after a change, and of these
 * the days it is about; null where there is none.
 */
export function reachOf(
  before: AgencyRules,
  after: AgencyRules,
  change: Change,
  lastTaken: LocalDate | null,
  now: Instant,
): Reach | null {
  const { zone } = before.agency
  const today = localDateOf(now, zone)
  // Hundreds of agendas are released by a handful of rules.
  const releases = new Map(
    [...before.agendas, ...after.agendas].map(({ release }) => [JSON.stringify(release), release]),
  )
  const ends = [...releases.values()].map((release) =>
    addDays(bookableWindow(release, zone, now).through, marginDays),
  )
  const last = latest([...ends, lastTaken ?? today, today])
  const about = aboutDays(before, change)
  const from = about.from !== null && about.from > today ? about.from : today
  const to = about.to !== null && about.to < last ? about.to : last
  return from <= to ? { from, to } : null
}

/** The first and last day a change is about; null is without limit. */
function aboutDays(
  before: AgencyRules,
  change: Change,
): { from: LocalDate | null; to: LocalDate | null } {
  switch (change.kind) {
    case 'closure': {
      const { zone } = before.agency
      const old = before.closures.find(({ id }) => id === change.id)
      const spans = [old, change.to].filter((span) => span !== undefined && span !== null)
      const days = spans.flatMap(({ from, to }) => [localDateOf(from, zone), localDateOf(to, zone)])
      return extent(days)
    }
    case 'exception':
      return { from: change.date, to: change.date }
    case 'holidays': {
      const old = before.holidays.filter((holiday) => change.to.some(({ id }) => id === holiday.id))
      const days = [...old, ...change.to.flatMap(({ to }) => (to === null ? [] : [to]))]
      return extent(days.map(({ date }) => date))
    }
    case 'hours': {
      const old = before.hours.filter(({ agendaId }) => agendaId === change.agendaId)
      const key = ({ weekday, from, to, validFrom, validTo }: (typeof change.to)[number]) =>
        [weekday, from, to, validFrom, validTo].join()
      const [was, becomes] = [new Set(old.map(key)), new Set(change.to.map(key))]
      const differing = [
        ...old.filter((row) => !becomes.has(key(row))),
        ...change.to.filter((row) => !was.has(key(row))),
      ]
      const starts = differing.map(({ validFrom }) => validFrom)
      const ends = differing.map(({ validTo }) => validTo)
      return {
        from: starts.includes(null) ? null : extent(starts.flatMap((day) => day ?? [])).from,
        to: ends.includes(null) ? null : extent(ends.flatMap((day) => day ?? [])).to,
      }
    }
    case 'pool':
    case 'agenda':
    case 'agency-use':
      return { from: null, to: null }
  }
}

/** Every day of a reach, in order. */
export function daysOf({ from, to }: Reach): LocalDate[] {
  const days: LocalDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** The Mondays of the weeks that a reach touches, at most so many. */
export function mondaysOf({ from, to }: Reach, most: number): LocalDate[] {
  const mondays: LocalDate[] = []
  for (let day = mondayOf(from); day <= to && mondays.length < most; day = addDays(day, 7)) {
    mondays.push(day)
  }
  return mondays
}

function extent(days: readonly LocalDate[]): { from: LocalDate | null; to: LocalDate | null } {
  const sorted = [...days].sort()
  return { from: sorted.at(0) ?? null, to: sorted.at(-1) ?? null }
}

function latest(days: readonly LocalDate[]): LocalDate {
  return days.reduce((last, day) => (day > last ? day : last))
}
