import { describe, expect, test } from '@jest/globals'
import { instantAt, localDateOf, startOfDay, zonedDay } from '../../src/calendar/zonedDay.ts'

const hour = 3_600_000

describe('a local day', () => {
  test.each([
    ['America/Guayaquil', '2026-11-24', '2026-11-24T05:00:00.000Z', 24],
    ['Pacific/Galapagos', '2026-11-24', '2026-11-24T06:00:00.000Z', 24],
    ['Europe/Madrid', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Madrid', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', 23],
    ['America/Santiago', '2026-04-04', '2026-04-04T03:00:00.000Z', 25],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
  ])('of %s, %s, starts at %s and has %d hours', (zone, date, start, hours) => {
    const day = zonedDay(date, zone)
    expect(startOfDay(date, zone)).toBe(start)
    expect((day.to - day.from) / hour).toBe(hours)
  })

  test.each([
    ['once, as everywhere', 'America/Guayaquil', '2026-11-24', '08:20', '2026-11-24T13:20:00.000Z'],
    [
      'an hour later in Galápagos',
      'Pacific/Galapagos',
      '2026-11-24',
      '08:20',
      '2026-11-24T14:20:00.000Z',
    ],
    [
      'first, where it comes twice',
      'Europe/Madrid',
      '2026-10-25',
      '02:30',
      '2026-10-25T00:30:00.000Z',
    ],
    ['after a repeated hour', 'Europe/Madrid', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
    [
      'or later, where it is jumped over',
      'Europe/Madrid',
      '2026-03-29',
      '02:30',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'at a midnight that is not there',
      'America/Santiago',
      '2026-09-06',
      '00:00',
      '2026-09-06T04:00:00.000Z',
    ],
    ['at the end of a day', 'America/Guayaquil', '2026-11-24', '24:00', '2026-11-25T05:00:00.000Z'],
  ])('reads a time %s', (_title, zone, date, time, instant) => {
    expect(instantAt(date, time, zone)).toBe(instant)
  })

  test.each([
    ['2026-11-25T04:59:59.999Z', '2026-11-24'],
    ['2026-11-25T05:00:00.000Z', '2026-11-25'],
  ])('has its own midnight: %s is %s in Guayaquil', (instant, date) => {
    expect(localDateOf(instant, 'America/Guayaquil')).toBe(date)
  })

  test('is refused where the zone or the date does not exist', () => {
    expect(() => startOfDay('2026-02-30', 'America/Guayaquil')).toThrow(RangeError)
    expect(() => startOfDay('2026-02-28', 'America/Quito')).toThrow(RangeError)
    expect(() => localDateOf('yesterday', 'America/Guayaquil')).toThrow(RangeError)
  })
})
