import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { applyChange } from '../../src/agencies/applyChange.ts'
import type { Change } from '../../src/agencies/change/change.ts'
import { impactIn, impactOf, scenesOf } from '../../src/agencies/impact.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, nguyen, somebody, turnoOf } from '../support/people.ts'
import { ayora, guayaquil, guayaquilUpdate } from '../support/story.ts'
import { dialects } from './dialects.ts'

const centro = 'guayaquil-centro'
/** Wednesday 25 November in Guayaquil: 08:20, 08:40 and 16:40. */
const early = '2026-11-25T13:20:00.000Z'
const next = '2026-11-25T13:40:00.000Z'
const late = '2026-11-25T21:40:00.000Z'
const reason = { es: 'Arreglos', en: 'Repairs' }

/** That Wednesday, from midnight to midnight. */
const closedWednesday: Change = {
  kind: 'closure',
  agencyId: centro,
  id: 'closure-1',
  to: { from: '2026-11-25T05:00:00.000Z', to: '2026-11-26T05:00:00.000Z', reason },
}

describe.each(dialects)('a change of hours or capacity on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  const apply = (change: Change) => {
    const { database, stores, clock, audit } = test_.services
    return database.transaction((tx) =>
      applyChange({ stores, clock, audit }, tx, change, 'staff:x'),
    )
  }
  const impact = (change: Change) => {
    const { database, stores, clock } = test_.services
    return impactOf(stores, database.read, change, clock.now())
  }
  const pool = (seats: number): Change => ({
    kind: 'pool',
    agencyId: centro,
    id: centro,
    to: { name: 'Ventanillas', seats, bands: [] },
  })
  const inTurn = async (count: number, start: string, agenda = guayaquil) => {
    const ids: string[] = []
    for (let n = 1; n <= count; n += 1) {
      ids.push(await turnoOf(test_.services, somebody(ids.length + 100 * count + n), start, agenda))
      test_.clock.advance({ seconds: 1 })
    }
    return ids
  }

  test('a closure is shown with whom it touches before it is made, and ends live holds', async () => {
    const turno = await turnoOf(test_.services, maria, early)
    const holding = await atTheHours(test_.services, lukasz)
    await test_.services.booking.hold(holding, next)
    const shown = await impact(closedWednesday)
    expect(shown.turnos).toMatchObject([
      { id: turno, agendaId: guayaquil, poolId: centro, startAt: early, why: 'closed' },
    ])
    expect(shown.holds).toMatchObject([{ draftId: holding, startAt: next }])
    // 27 slots of 20 minutes and 36 of 15, at three windows, are gone from a week of five days.
    expect(shown.agendas).toEqual([
      expect.objectContaining({
        agendaId: guayaquilUpdate,
        weeks: [{ monday: '2026-11-23', before: 540, after: 432, booked: 0 }],
      }),
      expect.objectContaining({
        agendaId: guayaquil,
        expected: 0,
        weeks: [{ monday: '2026-11-23', before: 405, after: 324, booked: 1 }],
      }),
    ])
    expect(await impact(closedWednesday)).toEqual(shown)

    const applied = await apply(closedWednesday)
    expect(applied).toMatchObject({ turnos: shown.turnos, holds: shown.holds, changed: true })
    expect(await test_.services.booking.confirm(holding)).toEqual({
      ok: false,
      reason: 'seat-gone',
    })
    const row = await test_.services.turnos.byId(turno)
    expect(row).toMatchObject({ status: 'confirmed', startAt: early })
  })

  test('a decree for the country does at each agency what it would do there alone', async () => {
    const { booking, clock, database, stores } = test_.services
    const elsewhere = '2026-11-25T16:00:00.000Z'
    await turnoOf(test_.services, maria, early)
    await turnoOf(test_.services, nguyen, elsewhere, ayora)
    // Of another day, and so not of the decree.
    await turnoOf(test_.services, somebody(1), '2026-11-26T13:20:00.000Z')
    const holding = await atTheHours(test_.services, lukasz, ayora)
    await booking.hold(holding, '2026-11-25T17:00:00.000Z')
    const decree: Change = {
      kind: 'holidays',
      to: [
        {
          id: 'decree-1',
          to: {
            ...{ date: '2026-11-25', name: reason, scope: 'national', provinceCode: null },
            ...{ canton: null, lawDate: null, state: 'confirmed', origin: 'decree' },
          },
        },
      ],
    }
    const now = clock.now()
    const scenes = await scenesOf(stores, database.read, decree, now)
    const together = await impactIn(stores, database.read, scenes, now)
    const alone = []
    for (const scene of scenes) alone.push(await impactIn(stores, database.read, [scene], now))
    expect(scenes.length).toBeGreaterThan(2)
    expect(together.agendas).toEqual(alone.flatMap(({ agendas }) => agendas))
    expect(together.holds).toEqual(alone.flatMap(({ holds }) => holds))
    expect(together.still).toEqual([])
    const byStart = (one: { startAt: string }, other: { startAt: string }) =>
      one.startAt < other.startAt ? -1 : 1
    expect(together.turnos).toEqual(alone.flatMap(({ turnos }) => turnos).sort(byStart))
    expect(together.turnos.map(({ startAt }) => startAt)).toEqual([early, elsewhere])
    expect(together.holds.map(({ draftId }) => draftId)).toEqual([holding])
    expect(new Set(together.agendas.map(({ agencyId }) => agencyId)).size).toBe(scenes.length)
  })

  test('made twice it is made once, and on record once, before and after', async () => {
    await apply(closedWednesday)
    expect(await apply(closedWednesday)).toMatchObject({ changed: false, undo: null })
    const { database, stores } = test_.services
    const record = await stores.audit.ofSubject(database.read, 'closure:closure-1')
    expect(record).toMatchObject([
      {
        action: 'closure-changed',
        actor: 'staff:x',
        agencyId: centro,
        detail: { before: null, after: closedWednesday.to },
      },
    ])
  })

  test('what it answers undoes it', async () => {
    const { undo } = await apply(closedWednesday)
    if (!undo) throw new Error('nothing to undo it with')
    await apply(undo)
    const id = await atTheHours(test_.services, maria)
    expect(await test_.services.booking.hold(id, early)).toMatchObject({ ok: true })
  })

  test('a shorter day touches only who is outside it', async () => {
    await turnoOf(test_.services, maria, early)
    const touched = await turnoOf(test_.services, lukasz, late)
    const shorter: Change = {
      kind: 'exception',
      agencyId: centro,
      date: '2026-11-25',
      to: { intervals: [{ from: '08:00', to: '13:00' }], reason },
    }
    expect((await apply(shorter)).turnos.map(({ id }) => id)).toEqual([touched])
    expect((await impact({ ...shorter, to: null })).turnos).toEqual([])
  })

  test('of three at three windows, the last booked yields when one is taken away', async () => {
    const [, , third] = await inTurn(3, early)
    const seated = await inTurn(2, next)
    expect((await impact(pool(3))).turnos).toEqual([])
    const applied = await apply(pool(2))
    expect(applied.turnos).toMatchObject([{ id: third, why: 'capacity' }])
    expect(seated).not.toContain(applied.turnos[0]?.id)
  })

  test('another length of slots moves nobody and sells no window twice', async () => {
    await inTurn(3, early)
    const to = {
      poolId: centro,
      procedureId: 'certificado-no-afiliacion-extranjeros',
      slotMinutes: 15,
      release: { kind: 'rolling', leadMinutes: 120, horizonDays: 30 },
      keptSeats: 0,
      active: true,
    } as const
    const applied = await apply({ kind: 'agenda', agencyId: centro, id: guayaquil, to })
    expect(applied).toMatchObject({ changed: true, turnos: [], holds: [] })
    const id = await atTheHours(test_.services, maria)
    // 08:15 and 08:30 both overlap 08:20 to 08:40, where three windows are taken.
    for (const start of ['2026-11-25T13:15:00.000Z', '2026-11-25T13:30:00.000Z']) {
      expect(await test_.services.booking.hold(id, start)).toEqual({
        ok: false,
        reason: 'seat-taken',
      })
    }
    expect(await test_.services.booking.hold(id, '2026-11-25T13:45:00.000Z')).toMatchObject({
      ok: true,
    })
  })

  test('an agenda out of use touches its own turnos, an agency all of them', async () => {
    const own = await turnoOf(test_.services, maria, early)
    const other = await turnoOf(test_.services, nguyen, '2026-11-25T13:45:00.000Z', guayaquilUpdate)
    const { database, stores } = test_.services
    const agenda = await stores.agencies.agenda(database.read, guayaquil)
    if (!agenda) throw new Error('no agenda')
    const { poolId, procedureId, slotMinutes, release, keptSeats } = agenda
    const to = { poolId, procedureId, slotMinutes, release, keptSeats, active: false }
    const one = await impact({ kind: 'agenda', agencyId: centro, id: guayaquil, to })
    expect(one.turnos).toMatchObject([{ id: own, why: 'not-served' }])
    const all = await impact({ kind: 'agency-use', agencyId: centro, to: false })
    expect(all.turnos.map(({ id }) => id)).toEqual([own, other])
  })

  test('a rest day touches the agencies it counts at, by province and canton', async () => {
    const there = await turnoOf(test_.services, maria, '2026-11-25T14:20:00.000Z', ayora)
    const here = await turnoOf(test_.services, lukasz, early)
    const day = (scope: 'national' | 'province', provinceCode: string | null): Change => ({
      kind: 'holidays',
      to: [
        {
          id: 'decree-1',
          to: {
            date: '2026-11-25',
            name: { es: 'Decreto', en: 'Decree' },
            scope,
            provinceCode,
            canton: null,
            lawDate: null,
            state: 'confirmed',
            origin: 'decree',
          },
        },
      ],
    })
    expect((await impact(day('province', '20'))).turnos).toMatchObject([{ id: there }])
    const applied = await apply(day('national', null))
    expect(applied.turnos.map(({ id }) => id).sort()).toEqual([there, here].sort())
    expect(applied.undo).toEqual({ kind: 'holidays', to: [{ id: 'decree-1', to: null }] })
  })

  test('seats kept for reception are not taken online, and reception may take them', async () => {
    const { database, stores, booking } = test_.services
    const agenda = await stores.agencies.agenda(database.read, guayaquil)
    if (!agenda) throw new Error('no agenda')
    const { poolId, procedureId, slotMinutes, release } = agenda
    const to = { poolId, procedureId, slotMinutes, release, keptSeats: 2, active: true }
    await apply({ kind: 'agenda', agencyId: centro, id: guayaquil, to })
    const [first, second] = [
      await atTheHours(test_.services, maria),
      await atTheHours(test_.services, lukasz),
    ]
    expect(await booking.hold(first, early)).toMatchObject({ ok: true })
    expect(await booking.hold(second, early)).toEqual({ ok: false, reason: 'seat-taken' })
    const changed = await stores.agencies.agenda(database.read, guayaquil)
    if (!changed) throw new Error('no agenda')
    const offered = async (door: 'online' | 'reception') => {
      const days = await test_.services.hours.days(changed, '2026-11-25', '2026-11-25', null, door)
      return days.flatMap(({ free }) => free).some(({ start }) => start === early)
    }
    expect(await offered('online')).toBe(false)
    expect(await offered('reception')).toBe(true)
  })

  /** Twenty who want three seats while a window is taken away or the day is closed. */
  async function race(change: () => Promise<unknown>) {
    const ids: string[] = []
    for (let n = 1; n <= 20; n += 1) ids.push(await atTheHours(test_.services, somebody(n)))
    const { booking } = test_.services
    let changing: Promise<unknown> = Promise.resolve()
    const holds = ids.map((id, n) => {
      if (n === 10) changing = change()
      return booking.hold(id, n % 2 === 0 ? early : next)
    })
    await Promise.all([...holds, changing])
    const { database, stores, clock } = test_.services
    return stores.seats.liveHolds(database.read, centro, '2026-11-25', '2026-11-25', clock.now())
  }

  test('holds that race a closure: none is left on the closed day', async () => {
    expect(await race(() => apply(closedWednesday))).toEqual([])
  })

  test('holds that race a cut of capacity: no more are left than there are windows', async () => {
    const left = await race(() => apply(pool(1)))
    for (const start of [early, next]) {
      expect(left.filter((hold) => hold.start === start).length).toBeLessThanOrEqual(1)
    }
  })

  test('the same without the lock leaves holds on the closed day: the tests above can fail', async () => {
    const { database, stores, clock } = test_.services
    const id = await atTheHours(test_.services, maria)
    // Whoever only looks and writes: the hold that comes in between is not seen by either.
    const seen = await impact(closedWednesday)
    expect(await test_.services.booking.hold(id, early)).toMatchObject({ ok: true })
    await database.transaction(async (tx) => {
      await stores.changes.write(tx, closedWednesday)
      await stores.taken.endHolds(
        tx,
        seen.holds.map(({ draftId }) => draftId),
      )
    })
    const left = await stores.seats.liveHolds(
      database.read,
      centro,
      '2026-11-25',
      '2026-11-25',
      clock.now(),
    )
    expect(left).toHaveLength(1)
  })
})
