import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createHours, type Look } from '../../src/seats/hours.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria } from '../support/people.ts'
import { guayaquil } from '../support/story.ts'
import { dialects } from './dialects.ts'

const wednesday = '2026-11-25'
/** Wednesday 25 November, 08:20 in Guayaquil; there are three windows. */
const early = '2026-11-25T13:20:00.000Z'

describe.each(dialects)('a look that is shared on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  /** The certificate at Guayaquil, with one window. */
  async function oneWindow() {
    const { database, stores } = test_.services
    const agenda = await stores.agencies.agenda(database.read, guayaquil)
    if (!agenda) throw new Error('no agenda')
    return { ...agenda, seats: 1 }
  }
  const isFree = async (look: Look) => {
    const days = await look.days(wednesday, wednesday)
    return days.some(({ free }) => free.some(({ start }) => start === early))
  }

  test('is one and the same until this process commits, and then sees the seat that went', async () => {
    const hours = createHours({ ...test_.services, memoSeconds: 1 })
    const walk = await atTheHours(test_.services, maria)
    const agenda = await oneWindow()
    const before = hours.sharedLook(agenda)
    expect(await isFree(before)).toBe(true)
    expect(hours.sharedLook(agenda)).toBe(before)
    expect(await test_.services.booking.hold(walk, early)).toMatchObject({ ok: true })
    expect(hours.sharedLook(agenda)).not.toBe(before)
    expect(await isFree(hours.sharedLook(agenda))).toBe(false)
  })

  test('sees what another process did a quarter of a second later', async () => {
    const { services, clock } = test_
    // To this one, the commits of the other are somebody else's.
    const database = { ...services.database, read: services.database.read, commits: () => 0 }
    const hours = createHours({ ...services, database, memoSeconds: 1 })
    const walk = await atTheHours(services, lukasz)
    const agenda = await oneWindow()
    expect(await isFree(hours.sharedLook(agenda))).toBe(true)
    await services.booking.hold(walk, early)
    clock.advance({ seconds: 0.249 })
    expect(await isFree(hours.sharedLook(agenda))).toBe(true)
    clock.advance({ seconds: 0.001 })
    expect(await isFree(hours.sharedLook(agenda))).toBe(false)
  })

  test('does not keep a reading that failed', async () => {
    const { stores } = test_.services
    let away = true
    const loads: typeof stores.seats.loads = (...asked) =>
      away ? Promise.reject(new Error('away')) : stores.seats.loads(...asked)
    const flaky = { ...stores, seats: { ...stores.seats, loads } }
    const hours = createHours({ ...test_.services, stores: flaky, memoSeconds: 1 })
    const agenda = await oneWindow()
    await expect(isFree(hours.sharedLook(agenda))).rejects.toThrow('away')
    away = false
    expect(await isFree(hours.sharedLook(agenda))).toBe(true)
  })
})
