import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Clerk } from '../../src/attendance/today.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { maria, turnoOf } from '../support/people.ts'
import { certificate, update } from '../support/story.ts'
import { centre, clerkAt, crowd } from './ground.ts'

const nine = '2026-11-24T14:00:00.000Z'
/** Eleven in Guayaquil, and the end of its grace. */
const hour = '2026-11-24T16:00:00.000Z'
const graceEnd = '2026-11-24T16:15:00.000Z'

describe('at the window', () => {
  let test_: TestApp
  let clerk: Clerk
  beforeEach(async () => {
    test_ = await startTestApp()
    clerk = await clerkAt(test_.services, `${centre}-1`)
  })
  afterEach(() => test_.stop())

  const attendance = () => test_.services.attendance
  const come = (count: number) =>
    crowd(
      test_.services,
      Array.from({ length: count }, (_, n) => ({
        arrivedAt: new Date(Date.parse(nine) + n * 60_000).toISOString(),
        priority: null,
      })),
    )

  async function next(by = clerk) {
    const called = await attendance().calls.next(by)
    if (!called.ok) throw new Error(called.reason)
    return called.call
  }

  async function mariaIsCalled() {
    const turnoId = await turnoOf(test_.services, maria, hour)
    test_.clock.set('2026-11-24T15:40:00.000Z')
    await attendance().arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' })
    return { turnoId, call: await next() }
  }

  const statusOf = async (turnoId: string) => (await test_.services.turnos.byId(turnoId))?.status

  test('a checked-in person is no no-show before their hour and the grace', async () => {
    const { turnoId, call } = await mariaIsCalled()
    expect(call.noShowFrom).toBe(graceEnd)
    test_.clock.set('2026-11-24T16:14:59.999Z')
    const early = { ok: false, reason: 'not-before', from: graceEnd }
    expect(await attendance().calls.noShow(clerk, call.id)).toEqual(early)
    test_.clock.set(graceEnd)
    for (const _ of [1, 2]) {
      expect(await attendance().calls.noShow(clerk, call.id)).toMatchObject({
        ok: true,
        arrival: { status: 'no-show' },
      })
    }
    expect(await statusOf(turnoId)).toBe('no-show')
  })

  test('a no-show comes back with a new number and the old ticket, at the kiosk or by staff', async () => {
    const { turnoId, call } = await mariaIsCalled()
    test_.clock.set(graceEnd)
    await attendance().calls.noShow(clerk, call.id)
    test_.clock.set('2026-11-24T16:40:00.000Z')
    const key = { by: 'turno' as const, turnoId }
    const back = await attendance().arrive(centre, key, { actor: 'kiosk' })
    expect(back).toMatchObject({
      ok: true,
      returned: true,
      arrival: { label: call.arrival.label, place: '2026-11-24T16:40:00.000Z', status: 'waiting' },
    })
    expect(await statusOf(turnoId)).toBe('arrived')
    const byStaff = attendance().standing.comeBack(centre, call.arrival.id, 'staff:reception')
    expect(await byStaff).toMatchObject({ ok: true })
  })

  test('a no-show who booked again does not come back to the old turno', async () => {
    const { call } = await mariaIsCalled()
    test_.clock.set(graceEnd)
    await attendance().calls.noShow(clerk, call.id)
    await turnoOf(test_.services, maria, '2026-11-26T16:00:00.000Z')
    const back = attendance().standing.comeBack(centre, call.arrival.id, 'staff:reception')
    expect(await back).toEqual({ ok: false, reason: 'has-another' })
    test_.clock.advance({ seconds: 10 })
    expect(await attendance().calls.undo(clerk)).toEqual({ ok: false, reason: 'has-another' })
  })

  test('a recall waits its interval, ends at its most, and is not doubled by a double click', async () => {
    await come(1)
    const call = await next()
    const recall = (told: number) => attendance().calls.recall(clerk, call.id, told)
    expect(await recall(1)).toMatchObject({ reason: 'too-soon', from: call.recallFrom })
    for (const told of [1, 2, 3]) {
      test_.clock.advance({ seconds: 30 })
      expect(await recall(told)).toMatchObject({ ok: true, again: false, call: { told: told + 1 } })
      expect(await recall(told)).toMatchObject({ ok: true, again: true, call: { told: told + 1 } })
    }
    test_.clock.advance({ seconds: 30 })
    expect(await recall(4)).toEqual({ ok: false, reason: 'told-enough' })
    expect((await attendance().board(centre))?.calls).toMatchObject([{ label: 'A 001', number: 4 }])
  })

  test('the number survives being set aside and sent to another window or procedure', async () => {
    const [first] = await come(3)
    const call = await next()
    expect(await attendance().calls.park(clerk, call.id, 'copies')).toMatchObject({ ok: true })
    expect(await attendance().calls.park(clerk, call.id, 'copies')).toMatchObject({ ok: true })
    expect((await next()).arrival.label).toBe('A 002')
    const back = await attendance().standing.putBack(centre, first?.id ?? '', 'staff:reception')
    expect(back).toMatchObject({ ok: true, arrival: { place: first?.place, status: 'waiting' } })

    const second = await clerkAt(test_.services, `${centre}-2`)
    const again = await next(second)
    expect(again.arrival.label).toBe('A 001')
    const to = { windowId: `${centre}-3`, procedureId: null }
    const transfer = () => attendance().calls.transfer(second, again.id, to, 'language')
    expect(await transfer()).toEqual({ ok: false, reason: 'window-closed' })
    const third = await clerkAt(test_.services, `${centre}-3`)
    const sent = { ok: true, arrival: { place: first?.place, windowId: `${centre}-3` } }
    expect(await transfer()).toMatchObject(sent)
    expect(await transfer()).toMatchObject(sent)
    expect((await next(second)).arrival.label).toBe('A 003')
    const there = await next(third)
    expect(there.arrival.label).toBe('A 001')
    const procedure = { windowId: null, procedureId: update }
    await attendance().calls.transfer(third, there.id, procedure, 'other-procedure')
    const [waits] = await attendance().queue.waiting(centre)
    expect(waits?.arrival).toMatchObject({
      procedureId: update,
      label: 'A 001',
      place: first?.place,
      windowId: null,
    })
  })

  test('a window calls only what it serves', async () => {
    await come(1)
    await attendance().windows.setProcedures(centre, `${centre}-1`, [update], 'system')
    expect(await attendance().calls.next(clerk)).toEqual({ ok: false, reason: 'nobody' })
    expect(await attendance().queue.waiting(centre)).toMatchObject([{ windows: 0 }])
    await attendance().windows.setProcedures(centre, `${centre}-1`, [update, certificate], 'system')
    expect(await attendance().calls.next(clerk)).toMatchObject({ ok: true })
  })

  test('who waited for a window that closes waits for any', async () => {
    await come(1)
    const second = await clerkAt(test_.services, `${centre}-2`)
    const call = await next()
    const to = { windowId: `${centre}-2`, procedureId: null }
    await attendance().calls.transfer(clerk, call.id, to, 'language')
    expect(await attendance().calls.next(clerk)).toEqual({ ok: false, reason: 'nobody' })
    expect(await attendance().windows.close(second)).toEqual({ ok: true })
    expect(await attendance().windows.close(second)).toEqual({ ok: true })
    expect((await next()).arrival.label).toBe('A 001')
    expect(await attendance().windows.close(clerk)).toEqual({ ok: false, reason: 'call-open' })
  })

  test('nothing is done at a window that somebody else has open', async () => {
    await come(1)
    const other = await clerkAt(test_.services, `${centre}-2`)
    const call = await next()
    const intruder = { staffId: other.staffId, windowId: clerk.windowId }
    const refused = { ok: false, reason: 'not-your-window' }
    expect(await attendance().calls.next(intruder)).toEqual(refused)
    expect(await attendance().calls.noShow(intruder, call.id)).toEqual(refused)
    expect(await attendance().windows.close(intruder)).toEqual(refused)
    expect(await attendance().calls.noShow(other, call.id)).toEqual({
      ok: false,
      reason: 'unknown-call',
    })
  })

  describe('undo', () => {
    const undo = () => attendance().calls.undo(clerk)

    test('takes a call back: the person waits where they were; twice is once', async () => {
      const [first] = await come(2)
      await next()
      test_.clock.advance({ seconds: 30 })
      expect(await undo()).toMatchObject({ ok: true, step: 'called' })
      expect(await undo()).toMatchObject({ ok: true, step: null })
      const [waits] = await attendance().queue.waiting(centre)
      expect(waits?.arrival).toMatchObject({ id: first?.id, place: first?.place })
      expect((await attendance().board(centre))?.calls).toEqual([])
      expect((await next()).arrival.id).toBe(first?.id)
    })

    test('is too late after thirty seconds', async () => {
      await come(1)
      await next()
      test_.clock.advance({ seconds: 31 })
      expect(await undo()).toEqual({ ok: false, reason: 'nothing' })
    })

    test('takes a no-show back: the call is open again and the turno stands', async () => {
      const { turnoId, call } = await mariaIsCalled()
      test_.clock.set(graceEnd)
      await attendance().calls.noShow(clerk, call.id)
      test_.clock.advance({ seconds: 5 })
      expect(await undo()).toMatchObject({ ok: true, step: 'no-show' })
      expect(await attendance().calls.current(clerk.windowId)).toMatchObject({ id: call.id })
      expect(await statusOf(turnoId)).toBe('arrived')
    })

    test('takes a transfer back, unless somebody else has called them since', async () => {
      await come(1)
      const second = await clerkAt(test_.services, `${centre}-2`)
      const to = { windowId: `${centre}-2`, procedureId: update }
      const call = await next()
      await attendance().calls.transfer(clerk, call.id, to, 'language')
      expect(await undo()).toMatchObject({
        ok: true,
        step: 'transferred',
        arrival: { windowId: null, procedureId: certificate, status: 'called' },
      })
      test_.clock.advance({ seconds: 5 })
      await attendance().calls.transfer(clerk, call.id, to, 'language')
      test_.clock.advance({ seconds: 5 })
      await next(second)
      expect(await undo()).toEqual({ ok: false, reason: 'moved-on' })
    })

    test('of a put-back leaves alone whom another window has called since', async () => {
      const [first] = await come(1)
      const second = await clerkAt(test_.services, `${centre}-2`)
      const call = await next()
      await attendance().calls.park(clerk, call.id, 'copies')
      test_.clock.advance({ seconds: 1 })
      const by = `staff:${clerk.staffId}` as const
      await attendance().standing.putBack(centre, first?.id ?? '', by, clerk.windowId)
      test_.clock.advance({ seconds: 1 })
      await next(second)
      test_.clock.advance({ seconds: 1 })
      expect(await undo()).toEqual({ ok: false, reason: 'moved-on' })
      expect(await attendance().calls.current(second.windowId)).toMatchObject({
        arrival: { id: first?.id, status: 'called' },
      })
    })

    test('never takes somebody from the window who is there by now', async () => {
      await come(2)
      const call = await next()
      await attendance().calls.park(clerk, call.id, 'copies')
      test_.clock.advance({ seconds: 1 })
      await next()
      test_.clock.advance({ seconds: 1 })
      expect(await undo()).toMatchObject({ ok: true, step: 'called', arrival: { label: 'A 002' } })
      expect(await attendance().calls.current(clerk.windowId)).toBeNull()
    })
  })

  test('every step is on record, in order, and a jump with its reason', async () => {
    const people = await come(2)
    const last = people[1]?.id ?? ''
    const chosen = await attendance().calls.chosen(clerk, last, 'helper')
    if (!chosen.ok) throw new Error(chosen.reason)
    expect(await attendance().calls.chosen(clerk, last, 'helper')).toMatchObject({ again: true })
    const busy = attendance().calls.chosen(clerk, people[0]?.id ?? '', 'helper')
    expect(await busy).toEqual({ ok: false, reason: 'window-busy' })
    await attendance().calls.park(clerk, chosen.call.id, 'papers')
    await attendance().standing.putBack(centre, last, 'staff:reception')
    const { database, stores } = test_.services
    const events = await stores.arrivals.events(database.read, last)
    expect(events.map(({ number, kind, reason }) => [number, kind, reason])).toEqual([
      [1, 'called', 'helper'],
      [2, 'parked', 'papers'],
      [3, 'put-back', null],
    ])
  })
})
