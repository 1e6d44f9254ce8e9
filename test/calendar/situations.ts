import fc from 'fast-check'
import { addDays, timeOf, weekdayOf } from '../../src/calendar/dates.ts'
import { nationalRestDays } from '../../src/calendar/holidays.ts'
import type { CalendarRules } from '../../src/calendar/openingHours.ts'
import { zonedDay } from '../../src/calendar/zonedDay.ts'
import type { LocalDate, LocalTime } from '../../src/clock.ts'

const minute = 60_000
/** Ecuador's two zones, and three with daylight saving: at midnight, at 03:00, and by half an hour. */
export const zones = [
  'America/Guayaquil',
  'Pacific/Galapagos',
  'America/Santiago',
  'Europe/Madrid',
  'Australia/Lord_Howe',
]
/** The days of 2026 to 2030. */
export const everyDay = Array.from({ length: 1826 }, (_, day) => addDays('2026-01-01', day))
const feriados = [2026, 2027, 2028, 2029, 2030]
  .flatMap(nationalRestDays)
  .map(({ name, observed }) => ({ name, date: observed }))
const changesOfClock = new Map(
  zones.map((zone) => [zone, everyDay.filter((date) => zonedDay(date, zone).stretches.length > 1)]),
)
const reason = { es: 'Arreglos', en: 'Repairs' }

/** What a clock on the wall in `zone` shows, by the platform's own calendar rather than by ours. */
const walls = new Map(
  zones.map((zone) => {
    const parts = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const
    return [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hourCycle: 'h23', ...parts })]
  }),
)
export function wall(zone: string, at: number): { date: string; time: string } {
  const [date = '', time = ''] = (walls.get(zone)?.format(at) ?? '').split(' ')
  return { date, time }
}

const interval = fc
  .tuple(fc.integer({ min: 0, max: 288 }), fc.integer({ min: 0, max: 288 }))
  .map(([one, other]) => ({
    from: timeOf(Math.min(one, other) * 5),
    to: timeOf(Math.max(one, other) * 5),
  }))

/** A zone with a day in it: any day of the five years, a feriado, or one on which the clock is changed. */
const place = fc.constantFrom(...zones).chain((zone) => {
  const changes = changesOfClock.get(zone) ?? []
  const kinds = [fc.constantFrom(...everyDay), fc.constantFrom(...feriados.map(({ date }) => date))]
  if (changes.length > 0) kinds.push(fc.constantFrom(...changes))
  return fc.record({ zone: fc.constant(zone), date: fc.oneof(...kinds) })
})

/** Random rules around a day, and a slot length. */
export const situation = place.chain(({ zone, date }) => {
  const near = fc.integer({ min: -2, max: 2 }).map((days) => addDays(date, days))
  const limit = fc.option(near, { nil: null })
  const row = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    hours: interval,
    validFrom: limit,
    validTo: limit,
  })
  const closure = fc
    .tuple(
      fc.integer({ min: -1500, max: 1800 }),
      fc.integer({ min: 1, max: 900 }),
      fc.nat({ max: 59 }),
    )
    .map(([start, length, seconds]) => {
      const from = zonedDay(date, zone).from + start * minute + seconds * 1000
      return {
        from: new Date(from).toISOString(),
        to: new Date(from + length * minute).toISOString(),
        reason,
      }
    })
  const rules = fc.record({
    zone: fc.constant(zone),
    weekly: fc
      .array(row, { maxLength: 14 })
      .map((rows) => rows.map(({ hours, ...rest }) => ({ ...hours, ...rest }))),
    exceptions: fc.array(
      fc.record({
        date: near,
        intervals: fc.array(interval, { maxLength: 3 }),
        reason: fc.constant(reason),
      }),
      { maxLength: 2 },
    ),
    restDays: fc
      .array(near, { maxLength: 1 })
      .map((days) => [...feriados, ...days.map((day) => ({ date: day, name: reason }))]),
    closures: fc.array(closure, { maxLength: 3 }),
  })
  return fc.record({
    date: fc.constant(date),
    rules,
    slotMinutes: fc.integer({ min: 1, max: 24 }).map((cells) => cells * 5),
  })
})

/** When the rules open on `date`, closures aside: the precedence said again in the plainest way. */
export function openTimes(rules: CalendarRules, date: LocalDate): (time: LocalTime) => boolean {
  const exception = rules.exceptions.filter((one) => one.date === date).at(-1)
  const holiday = rules.restDays.some((restDay) => restDay.date === date)
  const weekday = weekdayOf(date)
  const valid = rules.weekly.filter(
    (row) => (row.validFrom ?? date) <= date && (row.validTo ?? date) >= date,
  )
  const begins = valid.map(({ validFrom }) => validFrom ?? '').sort()
  const week = valid.filter(
    (row) => row.weekday === weekday && (row.validFrom ?? '') === begins.at(-1),
  )
  const hours = exception?.intervals ?? (holiday ? [] : week)
  return (time) => hours.some(({ from, to }) => from <= time && time < to)
}
