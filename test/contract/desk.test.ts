import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { walkAtDesk } from '../attendance/desk/walk.ts'
import { centre } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, type Person, turnoOf } from '../support/people.ts'
import { dialects } from './dialects.ts'

const slot = '2026-11-25T13:20:00.000Z'
const later = '2026-11-25T15:00:00.000Z'
const actor = 'staff:rosa' as const

describe.each(dialects)('reception books on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  const audited = (subject: string, action: string) => (tx: Parameters<typeof record>[0]) =>
    record(tx, { actor, action, subject, agencyId: centre })
  const record: TestApp['services']['audit']['record'] = (tx, entry) =>
    test_.services.audit.record(tx, entry)

  async function holding(person: Person, start: string): Promise<string> {
    const { booking } = test_.services
    const id = await walkAtDesk(test_.services, person, centre)
    const held = await booking.hold(id, start)
    if (!held.ok) throw new Error(held.reason)
    return id
  }
  const confirm = (id: string, start: string) =>
    test_.services.booking.confirm(id, start, {
      actor,
      also: (tx, turnoId) => audited(`turno:${turnoId}`, 'turno-booked')(tx),
    })
  const actions = async () => {
    const { read, tables } = test_.services.database
    return (await read.select().from(tables.audit))
      .map(({ action }) => action)
      .filter((action) => action !== 'head')
  }
  const seats = async () => {
    const { read, tables } = test_.services.database
    return read.select().from(tables.seats)
  }

  test('twenty clicks are one turno, one row of the audit, and no mail', async () => {
    const id = await holding(maria, slot)
    const results = await Promise.all(Array.from({ length: 20 }, () => confirm(id, slot)))
    const made = new Set(results.map((result) => (result.ok ? result.turnoId : result.reason)))
    expect(made.size).toBe(1)
    expect(await actions()).toEqual(['turno-booked'])
    await test_.sendMails()
    expect(test_.mails).toEqual([])
    const [turnoId = ''] = made
    const turno = await test_.services.turnos.byId(turnoId)
    expect(turno).toMatchObject({ startAt: slot, personal: { email: null } })
    expect(await test_.services.turnos.cancel(turnoId, actor)).toEqual({ ok: true })
    await test_.sendMails()
    expect(test_.mails).toEqual([])
  })

  test('one holder gets one turno at reception and online, whoever comes first', async () => {
    const online = await turnoOf(test_.services, maria, slot)
    const desk = await holding(maria, later)
    expect(await confirm(desk, later)).toEqual({ ok: false, reason: 'clash' })
    await test_.sendMails()
    expect(test_.mails.filter(({ id }) => id.startsWith('clash-'))).toEqual([])
    expect(await actions()).toEqual([])

    const lukaszDesk = await confirm(await holding(lukasz, slot), slot)
    if (!lukaszDesk.ok) throw new Error(lukaszDesk.reason)
    expect(await confirm(await holding(lukasz, later), later)).toEqual({
      ok: false,
      reason: 'already-yours',
      turnoId: lukaszDesk.turnoId,
    })
    expect((await test_.services.turnos.byId(online))?.status).toBe('confirmed')
  })

  test('freeing a document ends the other turno once, frees its seat, and tells its address', async () => {
    const online = await turnoOf(test_.services, maria, slot)
    const desk = await holding(maria, later)
    await confirm(desk, later)
    const free = () =>
      test_.services.turnos.free(online, {
        actor,
        also: audited(`turno:${online}`, 'document-freed'),
      })
    const results = await Promise.all([free(), free(), free()])
    expect(results).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    expect(await actions()).toEqual(['document-freed'])
    expect(await confirm(desk, later)).toMatchObject({ ok: true })
    expect((await seats()).map(({ startAt }) => startAt)).toEqual([later])
    await test_.sendMails()
    const [mail, ...others] = test_.mails.filter(({ id }) => id.startsWith('freed-'))
    expect(others).toEqual([])
    expect(mail?.to).toBe(maria.email)
    expect(mail?.text).not.toContain(maria.number)
  })

  test('who has arrived keeps their turno', async () => {
    const today = '2026-11-24T16:00:00.000Z'
    const online = await turnoOf(test_.services, maria, today)
    test_.clock.set('2026-11-24T15:50:00.000Z')
    const key = { by: 'turno' as const, turnoId: online }
    await test_.services.attendance.arrive(centre, key, { actor: 'kiosk' })
    const by = { actor, also: audited(`turno:${online}`, 'document-freed') }
    const refused = { ok: false, reason: 'not-now' }
    expect(await test_.services.turnos.free(online, by)).toEqual(refused)
    expect(await test_.services.turnos.free('nobody', by)).toMatchObject({ reason: 'unknown' })
    expect(await actions()).toEqual([])
  })

  test('reception and the portal at once never take one seat twice', async () => {
    const { booking } = test_.services
    const people = Array.from({ length: 8 }, (_, n) => ({ ...maria, number: `DESK${n}000` }))
    const ids = await Promise.all(
      people.map((person) => walkAtDesk(test_.services, person, centre)),
    )
    const results = await Promise.all(
      ids.map(async (id) => {
        const held = await booking.hold(id, slot)
        return held.ok ? confirm(id, slot) : held
      }),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(3)
    expect(await seats()).toHaveLength(3)
  })
})
