import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { HowTheyCame, TurnoKey } from '../../src/attendance/arrive.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { createPapers } from '../../src/turno/papers.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, somebody, turnoOf } from '../support/people.ts'
import { ayora, certificate, guayaquil, update } from '../support/story.ts'
import { centre, clerkAt } from './ground.ts'

/** Eleven in Guayaquil. */
const hour = '2026-11-24T16:00:00.000Z'
const kiosk: HowTheyCame = { actor: 'kiosk' }

describe('arriving', () => {
  let test_: TestApp
  let turnoId: string
  beforeEach(async () => {
    test_ = await startTestApp()
    turnoId = await turnoOf(test_.services, maria, hour)
    test_.clock.set('2026-11-24T15:30:00.000Z')
  })
  afterEach(() => test_.stop())

  const arrive = (key: TurnoKey = { by: 'turno', turnoId }, how = kiosk, agency = centre) =>
    test_.services.attendance.arrive(agency, key, how)

  async function marias() {
    const turno = await test_.services.turnos.byId(turnoId)
    if (!turno) throw new Error('no turno')
    return turno
  }

  test('by the QR, by the reference and by staff is the same arrival, with the same ticket', async () => {
    const turno = await marias()
    const first = await arrive({ by: 'qr', text: test_.services.papers.qrText(turno) })
    expect(first).toMatchObject({ ok: true, again: false, late: false })
    const typed = turno.reference.toLowerCase().replaceAll('-', ' ')
    const keys: TurnoKey[] = [
      { by: 'qr', text: test_.services.papers.qrText(turno) },
      { by: 'reference', text: typed },
      { by: 'turno', turnoId },
    ]
    for (const key of keys) {
      expect(await arrive(key)).toMatchObject({
        ok: true,
        again: true,
        arrival: { label: 'A 001', place: hour, status: 'waiting' },
      })
    }
    expect(await marias()).toMatchObject({ status: 'arrived' })
  })

  test('a QR that somebody else signed is forged; what is no QR is unknown', async () => {
    const others = keyringFrom(newKeySettings())
    const forger = createPapers({ keyring: others, publicUrl: () => 'http://localhost' })
    const ours = test_.services.papers.qrText(await marias())
    const altered = ours.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const forged = { ok: false, reason: 'forged' }
    const unknown = { ok: false, reason: 'unknown' }
    const [, keyId = ''] = ours.split('.')
    const theirs = forger.qrText(await marias()).replace(/^T1\.[^.]+/, `T1.${keyId}`)
    expect(await arrive({ by: 'qr', text: theirs })).toEqual(forged)
    expect([forged, unknown]).toContainEqual(await arrive({ by: 'qr', text: altered }))
    expect(await arrive({ by: 'qr', text: 'https://example.org' })).toEqual(unknown)
    expect(await arrive({ by: 'reference', text: 'nothing' })).toEqual(unknown)
    expect(await arrive({ by: 'turno', turnoId: 'nobody' })).toEqual(unknown)
  })

  test('too early says from when; the first minute is good', async () => {
    test_.clock.set('2026-11-24T14:59:59.000Z')
    const from = '2026-11-24T15:00:00.000Z'
    expect(await arrive()).toEqual({ ok: false, reason: 'too-early', startAt: hour, from })
    test_.clock.set(from)
    expect(await arrive()).toMatchObject({ ok: true })
  })

  test('late within the grace counts from the arrival', async () => {
    test_.clock.set('2026-11-24T16:15:00.000Z')
    expect(await arrive()).toMatchObject({
      ok: true,
      late: true,
      arrival: { place: '2026-11-24T16:15:00.000Z', placeReason: { from: 'arrival' } },
    })
  })

  test('too late is a walk-in at best, out of its quota, and the turno is still theirs', async () => {
    test_.clock.set('2026-11-24T16:15:01.000Z')
    const until = '2026-11-24T16:15:00.000Z'
    const tooLate = { ok: false, reason: 'too-late', startAt: hour, until, walkInsLeft: 20 }
    expect(await arrive()).toEqual(tooLate)
    const how: HowTheyCame = { actor: 'staff:reception', lateAsWalkIn: true }
    expect(await arrive({ by: 'turno', turnoId }, how)).toMatchObject({
      ok: true,
      late: true,
      arrival: { place: '2026-11-24T16:45:01.000Z', placeReason: { walkInMinutes: 30 } },
    })
    expect(await test_.services.attendance.day.figures(centre)).toMatchObject({ walkIns: 1 })
    expect(await marias()).toMatchObject({ status: 'arrived' })
  })

  test('the wrong agency says which is right, the wrong day which day', async () => {
    expect(await arrive({ by: 'turno', turnoId }, kiosk, 'puerto-ayora')).toMatchObject({
      ok: false,
      reason: 'wrong-agency',
      agency: { id: centre },
      startAt: hour,
    })
    const tomorrow = '2026-11-25T16:00:00.000Z'
    const lukaszs = await turnoOf(test_.services, lukasz, tomorrow, guayaquil)
    expect(await arrive({ by: 'turno', turnoId: lukaszs })).toEqual({
      ok: false,
      reason: 'wrong-day',
      startAt: tomorrow,
    })
    test_.clock.set('2026-11-25T15:30:00.000Z')
    expect(await arrive()).toEqual({ ok: false, reason: 'wrong-day', startAt: hour })
  })

  test('a cancelled turno is told so', async () => {
    await test_.services.turnos.cancel(turnoId, 'applicant')
    expect(await arrive()).toEqual({ ok: false, reason: 'cancelled' })
  })

  test('a turno cannot be cancelled any more once its holder is in', async () => {
    await arrive()
    expect(await test_.services.turnos.cancel(turnoId, 'applicant')).toEqual({
      ok: false,
      reason: 'too-late',
    })
  })

  test('a paused or closed day takes nobody in, but knows who is in', async () => {
    const { day } = test_.services.attendance
    const lukaszs = await turnoOf(test_.services, lukasz, '2026-11-24T18:00:00.000Z')
    await arrive()
    test_.clock.set('2026-11-24T17:30:00.000Z')
    const key = { by: 'turno' as const, turnoId: lukaszs }
    await day.pause(centre, 'system', 'system')
    expect(await arrive(key)).toEqual({ ok: false, reason: 'paused', because: 'system' })
    expect(await arrive()).toMatchObject({ ok: true, again: true })
    await day.close(centre, 'system')
    expect(await arrive(key)).toEqual({ ok: false, reason: 'closed' })
    await day.reopen(centre, 'system')
    await day.resume(centre, 'system')
    expect(await arrive(key)).toMatchObject({ ok: true })
  })

  test('Puerto Ayora has its own clock and its own tickets', async () => {
    // Eleven in Puerto Ayora is seventeen hours UTC.
    const there = await turnoOf(test_.services, somebody(7), '2026-11-24T17:40:00.000Z', ayora)
    await arrive()
    test_.clock.set('2026-11-24T17:00:00.000Z')
    expect(await arrive({ by: 'turno', turnoId: there }, kiosk, 'puerto-ayora')).toMatchObject({
      ok: true,
      arrival: { label: 'A 001', day: '2026-11-24' },
    })
  })

  test('the link of the ticket opens that arrival, this day, and cannot be made up', async () => {
    const { attendance } = test_.services
    const ticket = await arrive()
    if (!ticket.ok) throw new Error(ticket.reason)
    expect(attendance.arrivalOfToken(ticket.token)).toBe(ticket.arrival.id)
    const other = ticket.token.replace(ticket.arrival.id, '01900000-0000-7000-8000-000000000000')
    expect(attendance.arrivalOfToken(other)).toBeNull()
    test_.clock.set('2026-11-25T15:30:00.000Z')
    expect(attendance.arrivalOfToken(ticket.token)).toBeNull()
  })

  test('priority moves the number by the bound, also when it is learnt of later', async () => {
    const { attendance } = test_.services
    const ticket = await arrive()
    if (!ticket.ok) throw new Error(ticket.reason)
    const { id } = ticket.arrival
    const given = await attendance.standing.setPriority(centre, id, 'pregnancy', 'staff:reception')
    expect(given).toMatchObject({ ok: true, arrival: { place: '2026-11-24T15:30:00.000Z' } })
    expect(JSON.stringify(given)).not.toContain('pregnancy')
    const taken = await attendance.standing.setPriority(centre, id, null, 'staff:reception')
    expect(taken).toMatchObject({ ok: true, arrival: { place: hour } })
  })

  test('who leaves gives the turno and its seat back, and may book again', async () => {
    const { attendance, stores, database } = test_.services
    const ticket = await arrive()
    if (!ticket.ok) throw new Error(ticket.reason)
    const leave = () => attendance.standing.leave(centre, ticket.arrival.id, 'staff:reception')
    expect(await leave()).toMatchObject({ ok: true, arrival: { status: 'left' } })
    expect(await leave()).toMatchObject({ ok: true })
    expect(await marias()).toMatchObject({ status: 'cancelled' })
    const end = '2026-11-24T16:20:00.000Z'
    const taken = await stores.seats.overlapping(database.read, centre, '2026-11-24', hour, end)
    expect(taken).toEqual([])
    await expect(turnoOf(test_.services, maria, '2026-11-26T16:00:00.000Z')).resolves.toBeTruthy()
  })

  test('what an agency does not serve it gives no ticket for, and letters tell procedures apart', async () => {
    const { attendance } = test_.services
    const comer = { priority: null, language: 'es' as const, actor: 'kiosk' as const }
    const personal = { name: { givenNames: 'Rosa', surnames: 'Quispe' }, document: null }
    const walkIn = (agency: string, procedureId: string, nonce: string) =>
      attendance.walkIn(agency, { ...comer, personal, procedureId, nonce })
    expect(await walkIn('puerto-ayora', update, 'a')).toEqual({ ok: false, reason: 'not-served' })
    expect(await walkIn(centre, certificate, 'b')).toMatchObject({ arrival: { label: 'A 001' } })
    expect(await walkIn(centre, update, 'c')).toMatchObject({ arrival: { label: 'B 002' } })
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.arrivals)
    expect(JSON.stringify(rows)).not.toContain('Quispe')
  })

  test('an arrival of another agency is nobody here', async () => {
    const { attendance } = test_.services
    const ticket = await arrive()
    if (!ticket.ok) throw new Error(ticket.reason)
    const { id } = ticket.arrival
    const unknown = { ok: false, reason: 'unknown' }
    expect(await attendance.standing.leave('puerto-ayora', id, 'staff:x')).toEqual(unknown)
    expect(await attendance.standing.putBack('puerto-ayora', id, 'staff:x')).toEqual(unknown)
    const far = await clerkAt(test_.services, 'puerto-ayora-1')
    expect(await attendance.calls.next(far)).toEqual({ ok: false, reason: 'nobody' })
    expect(await attendance.calls.chosen(far, id, 'helper')).toEqual({
      ok: false,
      reason: 'not-waiting',
    })
  })
})
