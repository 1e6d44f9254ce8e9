import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, maria } from '../support/people.ts'
import { cuenca, guayaquil } from '../support/story.ts'
import { dialects } from './dialects.ts'

describe.each(dialects)('what can be booked when, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  const hold = async (start: string, agenda = guayaquil) => {
    const id = await atTheHours(test_.services, maria, agenda)
    const result = await test_.services.booking.hold(id, start)
    return result.ok ? 'held' : result.reason
  }

  test.each([
    ['a Sunday', '2026-11-29T15:00:00.000Z', 'no-slot'],
    ['between two slots', '2026-11-25T13:25:00.000Z', 'no-slot'],
    ['before opening', '2026-11-25T12:40:00.000Z', 'no-slot'],
    ['an hour of this morning', '2026-11-24T13:00:00.000Z', 'past'],
    ['in less than the two hours of lead', '2026-11-24T15:40:00.000Z', 'too-soon'],
    ['at the lead exactly', '2026-11-24T16:00:00.000Z', 'held'],
    ['the last day of the horizon', '2026-12-24T15:00:00.000Z', 'held'],
    ['the day after it', '2026-12-28T15:00:00.000Z', 'not-released'],
  ])('%s', async (_name, start, expected) => {
    expect(await hold(start)).toBe(expected)
  })

  test('a feriado has no hours', async () => {
    test_.clock.set('2026-12-01T09:00:00-05:00')
    expect(await hold('2026-12-25T15:00:00.000Z')).toBe('no-slot')
  })

  test('the lead is exact to the second', async () => {
    test_.clock.set('2026-11-24T09:00:01-05:00')
    expect(await hold('2026-11-24T16:00:00.000Z')).toBe('too-soon')
  })

  test('a week opens on Monday at eight: not a second before', async () => {
    // The week of 7 December opens on Monday 23 November; that of 14 December a week later.
    const start = '2026-12-14T15:00:00.000Z'
    test_.clock.set('2026-11-30T07:59:59-05:00')
    expect(await hold(start, cuenca)).toBe('not-released')
    test_.clock.set('2026-11-30T08:00:00-05:00')
    expect(await hold(start, cuenca)).toBe('held')
  })

  test('a holiday of the canton closes its agency alone', async () => {
    expect(await hold('2026-12-07T15:00:00.000Z', cuenca)).toBe('no-slot')
    expect(await hold('2026-12-07T15:00:00.000Z', guayaquil)).toBe('held')
  })
})
