import { describe, expect, test } from '@jest/globals'
import type { DayPlan } from '../../src/calendar/openingHours.ts'
import { isSlotLength, slotsOfDay } from '../../src/calendar/slots.ts'

function plan(date: string, ...hours: [string, string][]): DayPlan {
  const intervals = hours.map(([from, to]) => ({ from, to }))
  return { date, intervals, rule: 'weekly', reason: null }
}

const starts = (day: DayPlan, minutes: number, zone: string) =>
  slotsOfDay(day, minutes, zone).map(({ start }) => start.slice(8, 16))

describe('the slots of a day', () => {
  test('fill an office day of the mainland and of Galápagos, each by its own clock', () => {
    const day = plan('2026-11-24', ['08:00', '17:00'])
    const mainland = slotsOfDay(day, 20, 'America/Guayaquil')
    expect(mainland).toHaveLength(27)
    expect(mainland[0]).toEqual({
      start: '2026-11-24T13:00:00.000Z',
      end: '2026-11-24T13:20:00.000Z',
    })
    expect(mainland.at(-1)?.end).toBe('2026-11-24T22:00:00.000Z')
    expect(slotsOfDay(day, 20, 'Pacific/Galapagos')[0]?.start).toBe('2026-11-24T14:00:00.000Z')
  })

  test('never run over the end of an interval, nor over a seam', () => {
    const day = plan('2026-11-24', ['08:00', '09:30'], ['09:30', '10:10'])
    expect(starts(day, 40, 'America/Guayaquil')).toEqual(['24T13:00', '24T13:40', '24T14:30'])
  })

  test.each([
    [
      'Europe/Madrid',
      '2026-03-29',
      ['01:00', '04:00'],
      30,
      ['29T00:00', '29T00:30', '29T01:00', '29T01:30'],
    ],
    ['Europe/Madrid', '2026-03-29', ['01:30', '03:30'], 60, ['29T00:30']],
    ['Europe/Madrid', '2026-03-29', ['02:00', '03:00'], 30, []],
    ['America/Santiago', '2026-09-06', ['00:00', '02:00'], 30, ['06T04:00', '06T04:30']],
    [
      'Australia/Lord_Howe',
      '2026-10-04',
      ['01:40', '03:20'],
      20,
      ['03T15:10', '03T15:40', '03T16:00'],
    ],
  ] satisfies [string, string, [string, string], number, string[]][])(
    'leave out what the clock jumps over: %s %s %p',
    (zone, date, hours, minutes, expected) => {
      expect(starts(plan(date, hours), minutes, zone)).toEqual(expected)
    },
  )

  test.each([
    [
      'Europe/Madrid',
      '2026-10-25',
      ['01:30', '03:30'],
      30,
      ['24T23:30', '25T00:00', '25T00:30', '25T02:00'],
    ],
    ['Europe/Madrid', '2026-10-25', ['02:30', '05:00'], 60, ['25T01:30', '25T02:30']],
    [
      'America/Santiago',
      '2026-04-04',
      ['22:30', '24:00'],
      30,
      ['05T01:30', '05T02:00', '05T02:30'],
    ],
    [
      'Australia/Lord_Howe',
      '2026-04-05',
      ['01:20', '02:20'],
      20,
      ['04T14:20', '04T14:40', '04T15:30'],
    ],
  ] satisfies [string, string, [string, string], number, string[]][])(
    'offer once what the clock reads twice: %s %s %p',
    (zone, date, hours, minutes, expected) => {
      expect(starts(plan(date, hours), minutes, zone)).toEqual(expected)
    },
  )

  test('last a multiple of five minutes', () => {
    expect([5, 20, 45].every(isSlotLength)).toBe(true)
    expect([0, -5, 7, 2.5, Number.NaN].some(isSlotLength)).toBe(false)
    expect(() =>
      slotsOfDay(plan('2026-11-24', ['08:00', '17:00']), 12, 'America/Guayaquil'),
    ).toThrow(RangeError)
  })
})
