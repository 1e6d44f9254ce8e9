import { describe, expect, test } from '@jest/globals'
import { intervalText, readDate, readIntervals } from '../../src/calendar/intervalText.ts'

describe('hours as people write them', () => {
  test.each([
    ['08:00–12:30, 13:30–17:00', '08:00–12:30, 13:30–17:00'],
    ['8-12 y 13-17', '08:00–12:00, 13:00–17:00'],
    ['8 a 12.30', '08:00–12:30'],
    ['8h00 to 16h', '08:00–16:00'],
    ['13:00-17:00;08:00-12:00', '08:00–12:00, 13:00–17:00'],
    ['20:00-24:00', '20:00–24:00'],
    ['08:00-12:00, 12:00-16:00', '08:00–12:00, 12:00–16:00'],
    ['', ''],
    [' – ', ''],
  ])('%s', (text, hours) => {
    const read = readIntervals(text)
    expect(read.ok && intervalText(read.intervals)).toBe(hours)
  })

  test.each([
    ['all day', 'unreadable'],
    ['8:00', 'unreadable'],
    ['8-25', 'unreadable'],
    ['8:75-9', 'unreadable'],
    ['17-8', 'backwards'],
    ['8-8', 'backwards'],
    ['8-12, 11-14', 'overlapping'],
  ])('%s is refused: %s', (text, reason) => {
    expect(readIntervals(text)).toEqual({ ok: false, reason })
  })

  test.each([
    ['2026-12-31', '2026-12-31'],
    ['31/12/2026', '2026-12-31'],
    ['1.2.2027', '2027-02-01'],
    ['31/02/2026', null],
    ['9999-12-31', null],
    ['0000-01-01', null],
    ['mañana', null],
    ['', null],
  ])('the day %s is %s', (text, date) => {
    expect(readDate(text)).toBe(date)
  })
})
