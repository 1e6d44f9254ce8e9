import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bookableWindow, opensAt, type ReleaseRule } from '../../src/calendar/release.ts'
import { fixedClock } from '../../src/clock.ts'

const zone = 'America/Guayaquil'
const monthAhead: ReleaseRule = { kind: 'rolling', leadMinutes: 120, horizonDays: 30 }
const mondays: ReleaseRule = {
  kind: 'weekly',
  leadMinutes: 120,
  weekday: 1,
  time: '08:00',
  weeksAhead: 2,
}
const monday8 = '2026-11-23T13:00:00.000Z'
const nextMonday8 = '2026-11-30T13:00:00.000Z'

describe('the window that can be booked', () => {
  test('rolls on at midnight of the agency, to the second', () => {
    const clock = fixedClock('2026-11-25T04:59:59.000Z')
    expect(bookableWindow(monthAhead, zone, clock.now())).toEqual({
      rule: monthAhead,
      now: '2026-11-25T04:59:59.000Z',
      earliest: '2026-11-25T06:59:59.000Z',
      through: '2026-12-24',
      nextRelease: null,
    })
    clock.advance({ seconds: 1 })
    expect(bookableWindow(monthAhead, zone, clock.now()).through).toBe('2026-12-25')
    expect(bookableWindow(monthAhead, 'Pacific/Galapagos', clock.now()).through).toBe('2026-12-24')
  })

  test('opens the week after next on Monday at 08:00, to the second', () => {
    const clock = fixedClock(monday8)
    clock.advance({ seconds: -1 })
    expect(bookableWindow(mondays, zone, clock.now())).toMatchObject({
      through: '2026-12-06',
      nextRelease: monday8,
    })
    clock.advance({ seconds: 1 })
    expect(bookableWindow(mondays, zone, clock.now())).toMatchObject({
      through: '2026-12-13',
      nextRelease: nextMonday8,
    })
    expect(bookableWindow(mondays, 'Pacific/Galapagos', clock.now()).through).toBe('2026-12-06')
  })

  test('opens a week on another day than Monday', () => {
    const thursdays: ReleaseRule = { ...mondays, weekday: 4, time: '12:30', weeksAhead: 1 }
    const clock = fixedClock('2026-11-26T17:29:59.000Z')
    expect(bookableWindow(thursdays, zone, clock.now())).toMatchObject({
      through: '2026-11-29',
      nextRelease: '2026-11-26T17:30:00.000Z',
    })
    clock.advance({ seconds: 1 })
    expect(bookableWindow(thursdays, zone, clock.now())).toMatchObject({
      through: '2026-12-06',
      nextRelease: '2026-12-03T17:30:00.000Z',
    })
  })

  test('says when a day still closed will open', () => {
    expect(opensAt(mondays, zone, '2026-12-14')).toBe(nextMonday8)
    expect(opensAt(mondays, zone, '2026-12-20')).toBe(nextMonday8)
    expect(opensAt(mondays, zone, '2026-12-21')).toBe('2026-12-07T13:00:00.000Z')
    expect(opensAt(monthAhead, zone, '2026-12-25')).toBe('2026-11-25T05:00:00.000Z')
  })

  test('holds a day exactly from the instant at which it opens', () => {
    const leadMinutes = fc.integer({ min: 0, max: 10_080 })
    const rolling = fc.record({
      kind: fc.constant('rolling' as const),
      leadMinutes,
      horizonDays: fc.integer({ min: 0, max: 120 }),
    })
    const weekly = fc.record({
      kind: fc.constant('weekly' as const),
      leadMinutes,
      weekday: fc.integer({ min: 1, max: 7 }),
      time: fc.constantFrom('00:00', '02:30', '08:00', '23:45', '24:00'),
      weeksAhead: fc.integer({ min: 0, max: 8 }),
    })
    const zones = fc.constantFrom(
      'America/Guayaquil',
      'Pacific/Galapagos',
      'America/Santiago',
      'Europe/Madrid',
      'Australia/Lord_Howe',
    )
    const dates = fc
      .date({
        min: new Date('2026-01-01T00:00:00Z'),
        max: new Date('2030-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(fc.oneof(rolling, weekly), zones, dates, (rule, place, date) => {
        const clock = fixedClock(opensAt(rule, place, date))
        const open = bookableWindow(rule, place, clock.now())
        expect(open.through >= date).toBe(true)
        expect(open.nextRelease === null || open.nextRelease > clock.now()).toBe(true)
        clock.advance({ seconds: -1 })
        const shut = bookableWindow(rule, place, clock.now())
        expect(shut.through < date).toBe(true)
        expect(shut.nextRelease).toBe(rule.kind === 'weekly' ? opensAt(rule, place, date) : null)
      }),
    )
  })
})
