import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { clerkAt } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, nguyen, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { dialects } from './dialects.ts'

describe.each(dialects)('past days on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  test('end what they left open, at midnight of the agency, and once', async () => {
    const { attendance, turnos } = test_.services
    const missed = await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    const came = await turnoOf(test_.services, lukasz, '2026-11-24T17:00:00.000Z', ayora)
    const tomorrow = await turnoOf(test_.services, nguyen, '2026-11-25T16:00:00.000Z')
    const clerk = await clerkAt(test_.services, 'puerto-ayora-1')
    test_.clock.set('2026-11-24T16:30:00.000Z')
    await attendance.arrive('puerto-ayora', { by: 'turno', turnoId: came }, { actor: 'kiosk' })
    const called = await attendance.calls.next(clerk)
    expect(called.ok).toBe(true)
    const statuses = async () => {
      const ids = [missed, came, tomorrow]
      return Promise.all(ids.map(async (id) => (await turnos.byId(id))?.status))
    }

    test_.clock.set('2026-11-25T04:59:59.000Z')
    expect(await attendance.endPastDays()).toBe(0)
    // Midnight in Guayaquil; in Puerto Ayora it is eleven at night.
    test_.clock.set('2026-11-25T05:00:00.000Z')
    expect(await attendance.endPastDays()).toBe(1)
    expect(await statuses()).toEqual(['no-show', 'arrived', 'confirmed'])
    test_.clock.set('2026-11-25T06:00:00.000Z')
    expect(await attendance.endPastDays()).toBe(2)
    expect(await attendance.endPastDays()).toBe(0)
    expect(await statuses()).toEqual(['no-show', 'cancelled', 'confirmed'])
    expect(await attendance.windows.ofClerk(clerk.staffId)).toBeNull()
    expect(await attendance.calls.current(clerk.windowId)).toBeNull()
  })

  test('who missed their turno may make another one', async () => {
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-25T13:00:00.000Z')
    const again = () => turnoOf(test_.services, maria, '2026-11-26T16:00:00.000Z')
    await expect(again()).rejects.toThrow('already-yours')
    await test_.services.attendance.endPastDays()
    await expect(again()).resolves.toBeTruthy()
  })
})
