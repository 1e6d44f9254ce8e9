import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cellsOfLoad } from '../../src/calendar/load.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, nguyen, somebody, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { dialects } from './dialects.ts'

/** Wednesday in Puerto Ayora, which has one window: 08:20, 08:40, 09:00. */
const first = '2026-11-25T14:20:00.000Z'
const second = '2026-11-25T14:40:00.000Z'
const third = '2026-11-25T15:00:00.000Z'

describe.each(dialects)('moving a turno on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  async function startOf(id: string) {
    return (await test_.services.turnos.byId(id))?.startAt
  }

  test('the old hour is free and the new one taken, and one mail tells of it', async () => {
    const { booking, turnos } = test_.services
    const id = await turnoOf(test_.services, maria, first, ayora)
    await test_.sendMails()
    const clicks = await Promise.all(Array.from({ length: 5 }, () => turnos.move(id, second)))
    expect(clicks).toEqual(Array(5).fill({ ok: true }))
    expect(await startOf(id)).toBe(second)
    const other = await atTheHours(test_.services, lukasz, ayora)
    expect(await booking.hold(other, second)).toEqual({ ok: false, reason: 'seat-taken' })
    expect(await booking.hold(other, first)).toMatchObject({ ok: true })
    await test_.sendMails()
    expect(test_.mails.filter((mail) => mail.id === `confirmation-${id}-1`)).toHaveLength(1)
  })

  test('an hour that is taken leaves the turno as it was', async () => {
    const id = await turnoOf(test_.services, maria, first, ayora)
    await turnoOf(test_.services, lukasz, second, ayora)
    expect(await test_.services.turnos.move(id, second)).toEqual({
      ok: false,
      reason: 'seat-taken',
    })
    expect(await startOf(id)).toBe(first)
  })

  test('two who swap into each other’s hours at once both keep one hour', async () => {
    const { turnos } = test_.services
    const one = await turnoOf(test_.services, maria, first, ayora)
    const two = await turnoOf(test_.services, lukasz, second, ayora)
    await Promise.all([turnos.move(one, second), turnos.move(two, first)])
    expect(await startOf(one)).toBe(first)
    expect(await startOf(two)).toBe(second)
  })

  test('many who want the same free hour: one has it, all have one', async () => {
    const { database, stores, turnos } = test_.services
    const ids: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const start = new Date(Date.parse(third) + (n + 1) * 20 * 60_000).toISOString()
      ids.push(await turnoOf(test_.services, somebody(n + 1), start, ayora))
    }
    const results = await Promise.all(ids.map((id) => turnos.move(id, first)))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    const starts = await Promise.all(ids.map(startOf))
    expect(new Set(starts).size).toBe(6)
    const loads = await stores.seats.loads(
      database.read,
      'puerto-ayora',
      '2026-11-25',
      '2026-11-25',
    )
    const cells = cellsOfLoad(loads.get('2026-11-25') ?? '')
    expect(Math.max(...cells)).toBe(1)
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(6 * 4)
  })

  test('a cancelled turno and one that has begun are not moved', async () => {
    const { turnos } = test_.services
    const cancelled = await turnoOf(test_.services, maria, first, ayora)
    await turnos.cancel(cancelled, 'applicant')
    expect(await turnos.move(cancelled, third)).toEqual({ ok: false, reason: 'not-live' })
    const begun = await turnoOf(test_.services, nguyen, second, ayora)
    test_.clock.set(second)
    expect(await turnos.move(begun, third)).toEqual({ ok: false, reason: 'too-late' })
  })

  test('three moves a day, then no more', async () => {
    const { turnos } = test_.services
    const id = await turnoOf(test_.services, maria, first, ayora)
    for (const start of [second, third, first]) {
      expect(await turnos.move(id, start)).toEqual({ ok: true })
    }
    expect(await turnos.move(id, second)).toMatchObject({ ok: false, reason: 'too-often' })
  })
})
