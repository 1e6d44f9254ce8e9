import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDays, minutesOf } from '../../src/calendar/dates.ts'
import { type CalendarRules, dayPlan } from '../../src/calendar/openingHours.ts'
import { type Slot, slotsOfDay } from '../../src/calendar/slots.ts'
import { zonedDay } from '../../src/calendar/zonedDay.ts'
import { everyDay, openTimes, situation, wall, zones } from './situations.ts'

const minute = 60_000

/** What is wrong with one slot, in words; nothing where all is well. */
function faultsOf(slot: Slot, rules: CalendarRules, date: string, slotMinutes: number): string[] {
  const start = Date.parse(slot.start)
  const end = Date.parse(slot.end)
  const open = openTimes(rules, date)
  const faults: string[] = []
  if (end - start !== slotMinutes * minute) faults.push(`${slot.start} has another length`)
  for (let at = start; at < end; at += 5 * minute) {
    const reading = wall(rules.zone, at)
    if (reading.date !== date) faults.push(`${slot.start} is on another day`)
    if (!open(reading.time)) faults.push(`${slot.start} is outside the hours at ${reading.time}`)
  }
  for (const { from, to } of rules.closures) {
    if (Date.parse(from) < end && start < Date.parse(to))
      faults.push(`${slot.start} is in a closure`)
  }
  return faults
}

describe('whatever the hours, closures, holidays and zone', () => {
  test('no slot is outside the hours, on a rest day, in a closure, twice, or in the wrong zone', () => {
    let seen = 0
    fc.assert(
      fc.property(situation, ({ date, rules, slotMinutes }) => {
        const slots = slotsOfDay(dayPlan(rules, date), slotMinutes, rules.zone)
        expect(slots.flatMap((slot) => faultsOf(slot, rules, date, slotMinutes))).toEqual([])
        const overlaps = slots.filter(({ start }, index) => start < (slots[index - 1]?.end ?? ''))
        expect(overlaps).toEqual([])
        const readings = slots.map(({ start }) => wall(rules.zone, Date.parse(start)).time)
        expect(new Set(readings).size).toBe(slots.length)
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
        const { intervals } = dayPlan(rules, date)
        const open = openTimes(rules, date)
        const wrong: string[] = []
        for (let at = day.from; at < day.to; at += 5 * minute) {
          const { time } = wall(rules.zone, at)
          const closed = rules.closures.some(
            ({ from, to }) => Date.parse(from) < at + minute && at < Date.parse(to),
          )
          const planned = intervals.some(({ from, to }) => from <= time && time < to)
          if (planned !== (open(time) && !closed)) wrong.push(time)
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('every day of five years starts when the clock of its zone first shows it', () => {
    const wrong = zones.flatMap((zone) =>
      everyDay.filter((date) => {
        const { from, to } = zonedDay(date, zone)
        const readings = [from - minute, from, to - minute, to].map((at) => wall(zone, at).date)
        return readings.join() !== [addDays(date, -1), date, date, addDays(date, 1)].join()
      }),
    )
    expect(wrong).toEqual([])
  })
})
