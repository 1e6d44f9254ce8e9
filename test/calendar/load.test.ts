import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addToLoad, cellsPerDay, emptyLoad, peakLoad } from '../../src/calendar/load.ts'
import { startOfDay } from '../../src/calendar/zonedDay.ts'
import { later } from '../../src/clock.ts'

const dayStart = startOfDay('2026-11-24', 'America/Guayaquil')
const at = (minutes: number) => later(dayStart, { minutes })

describe("a day's load", () => {
  test('is written as two digits per cell without an empty tail', () => {
    const one = addToLoad(emptyLoad, dayStart, at(10), at(20), 1)
    expect(one).toBe('00000101')
    expect(addToLoad(one, dayStart, at(15), at(25), 1)).toBe('0000010201')
    expect(addToLoad(one, dayStart, at(10), at(20), -1)).toBe(emptyLoad)
  })

  test('touches every cell a span touches', () => {
    expect(addToLoad(emptyLoad, dayStart, at(3), at(6), 1)).toBe('0101')
    expect(addToLoad(emptyLoad, dayStart, at(5), at(10), 1)).toBe('0001')
  })

  test('holds the last five minutes of a day of 25 hours, and no more', () => {
    const long = startOfDay('2026-10-25', 'Europe/Madrid')
    const end = startOfDay('2026-10-26', 'Europe/Madrid')
    const load = addToLoad(emptyLoad, long, later(end, { minutes: -5 }), end, 1)
    expect(load).toHaveLength(cellsPerDay * 2)
    expect(peakLoad(load, long, later(end, { minutes: -20 }), end)).toBe(1)
    expect(() => addToLoad(load, long, end, later(end, { minutes: 5 }), 1)).toThrow(RangeError)
  })

  test.each([
    ['a seat that was never taken', () => addToLoad(emptyLoad, dayStart, at(0), at(5), -1)],
    ['a span that starts the day before', () => addToLoad(emptyLoad, dayStart, at(-5), at(5), 1)],
    ['a span without length', () => addToLoad(emptyLoad, dayStart, at(5), at(5), 1)],
    ['seat 256', () => addToLoad('ff', dayStart, at(0), at(5), 1)],
    ['a text that is no load', () => peakLoad('0g', dayStart, at(0), at(5))],
    ['half a cell', () => peakLoad('010', dayStart, at(0), at(5))],
  ])('refuses %s', (_title, act) => {
    expect(act).toThrow(RangeError)
  })

  test('is nothing before and after the day', () => {
    const load = addToLoad(emptyLoad, dayStart, at(0), at(1440), 1)
    expect(peakLoad(load, dayStart, at(-60), at(0))).toBe(0)
    expect(peakLoad(load, dayStart, at(-60), at(5))).toBe(1)
    expect(peakLoad(load, dayStart, at(1440), at(1500))).toBe(0)
  })

  test('agrees with a recount of its turnos, whatever was booked and freed', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 1, max: 12 }))
      .map(([cell, length]) => ({ start: at(cell * 5), end: at((cell + length) * 5) }))
    const turnos = fc.array(fc.record({ span, freed: fc.boolean() }), { maxLength: 40 })
    fc.assert(
      fc.property(turnos, span, (booked, asked) => {
        const full = booked.reduce(
          (load, { span: { start, end } }) => addToLoad(load, dayStart, start, end, 1),
          emptyLoad,
        )
        const load = booked
          .filter(({ freed }) => freed)
          .reduce(
            (rest, { span: { start, end } }) => addToLoad(rest, dayStart, start, end, -1),
            full,
          )
        const kept = booked.filter(({ freed }) => !freed).map((turno) => turno.span)
        let peak = 0
        for (let now = asked.start; now < asked.end; now = later(now, { minutes: 5 })) {
          peak = Math.max(peak, kept.filter(({ start, end }) => start <= now && now < end).length)
        }
        expect(peakLoad(load, dayStart, asked.start, asked.end)).toBe(peak)
        expect(load.endsWith('00')).toBe(false)
      }),
    )
  })
})
