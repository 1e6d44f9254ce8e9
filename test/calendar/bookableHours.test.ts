import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDays, minutesOf, timeOf, weekdayOf } from '../../src/calendar/dates.ts'
import { nationalRestDays } from '../../src/calendar/holidays.ts'
import { type CalendarRules, dayPlan } from '../../src/calendar/openingHours.ts'
import { slotsOfDay } from '../../src/calendar/slots.ts'
import { zonedDay } from '../../src/calendar/zonedDay.ts'

const minute = 60_000
const zones = [
  'America/Guayaquil',
  'Pacific/Galapagos',
  'America/Santiago',
  'Europe/Madrid',
  'Australia/Lord_Howe',
]
const everyDay = Array.from({ length: 1826 }, (_, day) => addDays('2026-01-01', day))
const feriados = [2026, 2027, 2028, 2029, 2030]
  .flatMap(nationalRestDays)
  .map(({ name, observed }) => ({ name, date: observed }))
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
function wall(zone: string, at: number): { date: string; time: string } {
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
  const changes = everyDay.filter((date) => zonedDay(date, zone).stretches.length > 1)
  const kinds = [fc.constantFrom(...everyDay), fc.constantFrom(...feriados.map(({ date }) => date))]
  if (changes.length > 0) kinds.push(fc.constantFrom(...changes))
  return fc.record({ zone: fc.constant(zone), date: fc.oneof(...kinds) })
})

const situation = place.chain(({ zone, date }) => {
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

/** The hours before closures, said again in the plainest way. */
function openAt(rules: CalendarRules, date: string, time: string): boolean {
  const within = ({ from, to }: { from: string; to: string }) => from <= time && time < to
  const exception = rules.exceptions.filter((one) => one.date === date).at(-1)
  if (exception !== undefined) return exception.intervals.some(within)
  if (rules.restDays.some((holiday) => holiday.date === date)) return false
  return rules.weekly.some(
    (row) =>
      row.weekday === weekdayOf(date) &&
      (row.validFrom ?? date) <= date &&
      (row.validTo ?? date) >= date &&
      within(row),
  )
}

describe('whatever the hours, closures, holidays and zone', () => {
  test('no slot is outside the hours, on a rest day, in a closure, twice, or in the wrong zone', () => {
    let seen = 0
    fc.assert(
      fc.property(situation, ({ date, rules, slotMinutes }) => {
        const slots = slotsOfDay(dayPlan(rules, date), slotMinutes, rules.zone)
        const labels = new Set<string>()
        let free = 0
        for (const slot of slots) {
          const start = Date.parse(slot.start)
          const end = Date.parse(slot.end)
          expect(end - start).toBe(slotMinutes * minute)
          expect(start).toBeGreaterThanOrEqual(free)
          free = end
          labels.add(wall(rules.zone, start).time)
          for (let at = start; at < end; at += 5 * minute) {
            const reading = wall(rules.zone, at)
            expect(reading.date).toBe(date)
            expect({ ...reading, open: openAt(rules, date, reading.time) }).toEqual({
              ...reading,
              open: true,
            })
          }
          const closed = rules.closures.filter(
            (closure) => Date.parse(closure.from) < end && start < Date.parse(closure.to),
          )
          expect(closed).toEqual([])
        }
        expect(labels.size).toBe(slots.length)
        seen += slots.length
      }),
      { numRuns: 1000 },
    )
    expect(seen).toBeGreaterThan(1000)
  })

  test('an ordinary day offers all that its hours have room for', () => {
    fc.assert(
      fc.property(situation, ({ date, rules, slotMinutes }) => {
        fc.pre(zonedDay(date, rules.zone).stretches.length === 1)
        const plan = dayPlan(rules, date)
        const room = plan.intervals.map(({ from, to }) =>
          Math.floor((minutesOf(to) - minutesOf(from)) / slotMinutes),
        )
        const slots = slotsOfDay(plan, slotMinutes, rules.zone)
        expect(slots).toHaveLength(room.reduce((sum, count) => sum + count, 0))
      }),
    )
  })

  test('open time is lost to closures and to nothing else', () => {
    fc.assert(
      fc.property(situation, ({ date, rules }) => {
        const day = zonedDay(date, rules.zone)
        fc.pre(day.stretches.length === 1)
        const plan = dayPlan(rules, date)
        for (let at = day.from; at < day.to; at += 5 * minute) {
          const { time } = wall(rules.zone, at)
          const closed = rules.closures.some(
            ({ from, to }) => Date.parse(from) < at + minute && at < Date.parse(to),
          )
          const expected = openAt(rules, date, time) && !closed
          const planned = plan.intervals.some(({ from, to }) => from <= time && time < to)
          expect({ time, open: planned }).toEqual({ time, open: expected })
        }
      }),
      { numRuns: 200 },
    )
  })

  test('every day of five years starts when the clock of its zone first shows it', () => {
    for (const zone of zones) {
      for (const date of everyDay) {
        const { from, to } = zonedDay(date, zone)
        const readings = [from - minute, from, to - minute, to].map((at) => wall(zone, at).date)
        expect(readings).toEqual([addDays(date, -1), date, date, addDays(date, 1)])
      }
    }
  })
})
