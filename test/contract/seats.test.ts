import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { seatStore } from '../../db/seatStore.ts'
import { cellsOfLoad, peakLoad } from '../../src/calendar/load.ts'
import { startOfDay } from '../../src/calendar/zonedDay.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, somebody, turnoOf } from '../support/people.ts'
import { ayora, guayaquil, guayaquilUpdate } from '../support/story.ts'
import { dialects } from './dialects.ts'

/** Wednesday 25 November, 08:20 in Guayaquil. */
const slot = '2026-11-25T13:20:00.000Z'
const nextSlot = '2026-11-25T13:40:00.000Z'

describe.each(dialects)('seats on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  const people = (count: number) => Array.from({ length: count }, (_, n) => somebody(n + 1))

  async function crowdAtTheHours(count: number, agenda = guayaquil): Promise<string[]> {
    const ids: string[] = []
    for (const person of people(count)) {
      ids.push(await atTheHours(test_.services, person, agenda))
    }
    return ids
  }

  test('two hundred at once on a slot of three seats: three have it', async () => {
    const { booking } = test_.services
    const ids = await crowdAtTheHours(200)
    const results = await Promise.all(ids.map((id) => booking.hold(id, slot)))
    expect(results.filter((result) => result.ok)).toHaveLength(3)
    expect(results.filter((result) => !result.ok && result.reason === 'seat-taken')).toHaveLength(
      197,
    )
  })

  test('the same without the lock and the count oversells: the test above can fail', async () => {
    const { database, stores } = test_.services
    const ids = await crowdAtTheHours(20)
    const unguarded = seatStore(database.tables)
    const gate = barrier(ids.length)
    const takes = ids.map(async (draftId, n) => {
      const taken = await unguarded.overlapping(
        database.read,
        'guayaquil-centro',
        '2026-11-25',
        slot,
        nextSlot,
      )
      await gate()
      if (taken.length >= 3) return false
      return database.transaction((tx) =>
        stores.seats.take(tx, {
          poolId: 'guayaquil-centro',
          startAt: slot,
          seatNo: n + 1,
          endAt: nextSlot,
          day: '2026-11-25',
          draftId,
          turnoId: null,
          holderKey: `h${n}`,
          mailboxKey: `m${n}`,
          expiresAt: nextSlot,
        }),
      )
    })
    const sold = (await Promise.all(takes)).filter(Boolean).length
    expect(sold).toBeGreaterThan(3)
  })

  test('slots of another length at the same windows count against the same seats', async () => {
    const { booking } = test_.services
    const [a, b, c, d] = await crowdAtTheHours(4)
    for (const id of [a, b, c])
      expect(await booking.hold(id ?? '', slot)).toMatchObject({ ok: true })
    const other = await test_.services.catalogue.agenda(guayaquilUpdate)
    if (!other) throw new Error('no agenda')
    await booking.setPlace(d ?? '', other)
    // 08:15–08:30 and 08:30–08:45 both overlap 08:20–08:40, where three windows are taken.
    for (const start of ['2026-11-25T13:15:00.000Z', '2026-11-25T13:30:00.000Z']) {
      expect(await booking.hold(d ?? '', start)).toEqual({ ok: false, reason: 'seat-taken' })
    }
    expect(await booking.hold(d ?? '', '2026-11-25T13:45:00.000Z')).toMatchObject({ ok: true })
  })

  test('an expired hold is free at once, with every worker dead', async () => {
    const { booking } = test_.services
    const first = await atTheHours(test_.services, maria, ayora)
    const second = await atTheHours(test_.services, lukasz, ayora)
    // 08:20 in Puerto Ayora.
    const there = '2026-11-25T14:20:00.000Z'
    expect(await booking.hold(first, there)).toMatchObject({ ok: true })
    test_.clock.advance({ minutes: 9, seconds: 59 })
    expect(await booking.hold(second, there)).toEqual({ ok: false, reason: 'seat-taken' })
    test_.clock.advance({ seconds: 1 })
    expect(await booking.hold(second, there)).toMatchObject({ ok: true })
  })

  test('choosing another hour frees the first in the same transaction', async () => {
    const { booking } = test_.services
    const first = await atTheHours(test_.services, maria, ayora)
    const second = await atTheHours(test_.services, lukasz, ayora)
    const hour = '2026-11-25T14:20:00.000Z'
    await booking.hold(first, hour)
    await booking.hold(first, '2026-11-25T14:40:00.000Z')
    expect(await booking.hold(second, hour)).toMatchObject({ ok: true })
  })

  test('moving a hold never extends it past thirty minutes', async () => {
    const { booking } = test_.services
    const id = await atTheHours(test_.services, maria)
    let result = await booking.hold(id, slot)
    const began = test_.clock.now()
    for (let move = 0; move < 8; move += 1) {
      test_.clock.advance({ minutes: 4 })
      if (!result.ok) break
      const last = result.heldUntil
      result = await booking.hold(id, move % 2 === 0 ? nextSlot : slot)
      if (test_.clock.now() < last && result.ok) {
        expect(Date.parse(result.heldUntil) - Date.parse(began)).toBeLessThanOrEqual(30 * 60_000)
      }
    }
  })

  test('a lapsed hold whose seat is free is honoured; one that was taken is not', async () => {
    const { booking } = test_.services
    const first = await atTheHours(test_.services, maria, ayora)
    const second = await atTheHours(test_.services, lukasz, ayora)
    const hour = '2026-11-25T14:20:00.000Z'
    await booking.hold(first, hour)
    test_.clock.advance({ minutes: 11 })
    await booking.hold(second, hour)
    expect(await booking.confirm(first)).toEqual({ ok: false, reason: 'seat-gone' })
    test_.clock.advance({ minutes: 11 })
    expect(await booking.confirm(second)).toMatchObject({ ok: true })
  })

  test('a cancelled turno frees its seat and tells of it', async () => {
    const { booking, turnos } = test_.services
    const hour = '2026-11-25T14:20:00.000Z'
    const turnoId = await turnoOf(test_.services, maria, hour, ayora)
    const waiting = await atTheHours(test_.services, lukasz, ayora)
    expect(await booking.hold(waiting, hour)).toEqual({ ok: false, reason: 'seat-taken' })
    const results = await Promise.all(
      Array.from({ length: 5 }, () => turnos.cancel(turnoId, 'applicant')),
    )
    expect(results).toEqual(Array(5).fill({ ok: true }))
    expect(await booking.hold(waiting, hour)).toMatchObject({ ok: true })
    await test_.sendMails()
    const told = test_.mails.filter((mail) => mail.to === maria.email)
    expect(told.filter((mail) => mail.id.startsWith('cancellation-'))).toHaveLength(1)
  })

  test('the load kept with the day is what a recount of its turnos gives', async () => {
    const { database, stores, turnos } = test_.services
    const ids: string[] = []
    for (const [n, person] of people(6).entries()) {
      ids.push(await turnoOf(test_.services, person, n % 2 === 0 ? slot : nextSlot))
    }
    await turnos.cancel(ids[0] ?? '', 'applicant')
    const loads = await stores.seats.loads(
      database.read,
      'guayaquil-centro',
      '2026-11-25',
      '2026-11-25',
    )
    const load = loads.get('2026-11-25') ?? ''
    const dayStart = startOfDay('2026-11-25', 'America/Guayaquil')
    expect(peakLoad(load, dayStart, slot, nextSlot)).toBe(2)
    expect(peakLoad(load, dayStart, nextSlot, '2026-11-25T14:00:00.000Z')).toBe(3)
    expect(cellsOfLoad(load).reduce((sum, count) => sum + count, 0)).toBe(5 * 4)
  })
})

/** Lets everybody through once all have arrived. */
function barrier(count: number): () => Promise<void> {
  let arrived = 0
  let open = () => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    arrived += 1
    if (arrived === count) open()
    return all
  }
}
