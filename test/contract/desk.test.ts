import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { eq } from 'drizzle-orm'
import { cellsOfLoad } from '../../src/calendar/load.ts'
import { walkAtDesk } from '../attendance/desk/walk.ts'
import { centre } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, type Person, somebody, turnoOf } from '../support/people.ts'
import { guayaquil } from '../support/story.ts'
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
      door: 'reception',
      also: (tx, turnoId) => audited(`turno:${turnoId}`, 'turno-booked')(tx),
    })
  /** The same, and the turno that is in its holder's way ends for it. */
  const confirmInstead = (id: string, start: string) =>
    test_.services.booking.confirm(id, start, {
      actor,
      door: 'reception',
      inPlaceOf: (tx, holder) =>
        test_.services.turnos.inTheWay(tx, holder, {
          actor,
          also: (inner, freed) => audited(`turno:${freed.id}`, 'document-freed')(inner),
        }),
    })
  const statusOf = async (id: string) => (await test_.services.turnos.byId(id))?.status
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

  /** How many cells of a day's load are taken, all seats together. */
  const loadOf = async (day: string) => {
    const { database, stores } = test_.services
    const loads = await stores.seats.loads(database.read, centre, day, day)
    return cellsOfLoad(loads.get(day) ?? '').reduce((sum, count) => sum + count, 0)
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

  test('freeing a document ends the other turno with the hour that is given for it, once', async () => {
    const online = await turnoOf(test_.services, maria, slot)
    const desk = await holding(maria, later)
    expect(await confirm(desk, later)).toEqual({ ok: false, reason: 'clash' })
    const results = await Promise.all([1, 2, 3].map(() => confirmInstead(desk, later)))
    const made = new Set(results.map((result) => (result.ok ? result.turnoId : result.reason)))
    expect(made.size).toBe(1)
    expect(await statusOf(online)).toBe('cancelled')
    expect(await statusOf([...made][0] ?? '')).toBe('confirmed')
    expect(await actions()).toEqual(['document-freed'])
    expect((await seats()).map(({ startAt }) => startAt)).toEqual([later])
    expect(await loadOf(slot.slice(0, 10))).toBe(4)
    await test_.sendMails()
    const [mail, ...others] = test_.mails.filter(({ id }) => id.startsWith('freed-'))
    expect(others).toEqual([])
    expect(mail?.to).toBe(maria.email)
    expect(mail?.text).not.toContain(maria.number)
  })

  /** Somebody has an online turno; their hold of another hour at the desk lapsed, and it was taken. */
  async function hourLostAtDesk() {
    const online = await turnoOf(test_.services, maria, slot)
    const desk = await holding(maria, later)
    test_.clock.set('2026-11-24T15:30:00.000Z')
    for (const n of [1, 2, 3]) await turnoOf(test_.services, somebody(n), later)
    return { online, desk }
  }

  test('where the new hour is lost, the old turno stands, and nobody is told of anything', async () => {
    const { online, desk } = await hourLostAtDesk()
    expect(await confirmInstead(desk, later)).toEqual({ ok: false, reason: 'seat-gone' })
    expect(await statusOf(online)).toBe('confirmed')
    expect(await actions()).toEqual([])
    expect(await loadOf(slot.slice(0, 10))).toBe(4 * 4)
    await test_.sendMails()
    expect(test_.mails.filter(({ id }) => id.startsWith('freed-'))).toEqual([])
  })

  test('in two steps they would have neither hour: the test above can fail', async () => {
    const { online, desk } = await hourLostAtDesk()
    expect(await test_.services.turnos.cancel(online, actor)).toEqual({ ok: true })
    expect(await confirm(desk, later)).toEqual({ ok: false, reason: 'seat-gone' })
    expect(await statusOf(online)).toBe('cancelled')
  })

  test('many who want the last hour for their freed document: one changes, all have one', async () => {
    const last = '2026-11-25T15:20:00.000Z'
    for (const n of [1, 2]) await turnoOf(test_.services, somebody(n), last)
    const people = [3, 4, 5, 6].map((n) => somebody(n))
    const before: string[] = []
    for (const [n, person] of people.entries()) {
      before.push(await turnoOf(test_.services, person, n < 3 ? slot : later))
    }
    const ids = await Promise.all(
      people.map((person) => walkAtDesk(test_.services, person, centre)),
    )
    const results = await Promise.all(
      ids.map(async (id) => {
        const held = await test_.services.booking.hold(id, last)
        return held.ok ? confirmInstead(id, last) : held
      }),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const stand = await Promise.all(before.map(statusOf))
    expect(stand.filter((status) => status === 'confirmed')).toHaveLength(3)
    expect(await seats()).toHaveLength(6)
    expect(await loadOf(slot.slice(0, 10))).toBe(6 * 4)
  })

  test('who has arrived keeps their turno, and nobody’s own ends for itself', async () => {
    const today = '2026-11-24T16:00:00.000Z'
    const online = await turnoOf(test_.services, maria, today)
    const desk = await holding(maria, slot)
    test_.clock.set('2026-11-24T15:50:00.000Z')
    const key = { by: 'turno' as const, turnoId: online }
    await test_.services.attendance.arrive(centre, key, { actor: 'kiosk' })
    expect(await confirmInstead(desk, slot)).toEqual({ ok: false, reason: 'clash' })
    expect(await statusOf(online)).toBe('arrived')

    const own = await confirmInstead(await holding(lukasz, slot), slot)
    if (!own.ok) throw new Error(own.reason)
    expect(await confirmInstead(await holding(lukasz, later), later)).toEqual({
      ok: false,
      reason: 'already-yours',
      turnoId: own.turnoId,
    })
    expect(await statusOf(own.turnoId)).toBe('confirmed')
    expect(await actions()).toEqual([])
  })

  test('a turno that reception made at another agency ends for one here, where a reason is given', async () => {
    const there = await confirm(await holding(maria, slot), slot)
    if (!there.ok) throw new Error(there.reason)
    const here = await walkAtDesk(test_.services, maria, 'puerto-ayora')
    const held = await test_.services.booking.hold(here, later)
    if (!held.ok) throw new Error(held.reason)
    expect(await confirm(here, later)).toMatchObject({ ok: false, reason: 'already-yours' })
    expect(await statusOf(there.turnoId)).toBe('confirmed')
    const instead = await confirmInstead(here, later)
    expect(instead.ok && (await statusOf(instead.turnoId))).toBe('confirmed')
    expect(await statusOf(there.turnoId)).toBe('cancelled')
    expect(await seats()).toHaveLength(1)
  })

  test('reception takes the seats that are kept from the portal', async () => {
    const { booking, database, stores } = test_.services
    const { agendas } = database.tables
    await database.transaction((tx) =>
      tx.update(agendas).set({ keptSeats: 1 }).where(eq(agendas.id, guayaquil)),
    )
    for (const n of [1, 2]) await turnoOf(test_.services, somebody(n), slot)
    expect(await booking.hold(await atTheHours(test_.services, lukasz), slot)).toEqual({
      ok: false,
      reason: 'seat-taken',
    })
    const desk = await walkAtDesk(test_.services, maria, centre)
    expect(await booking.hold(desk, slot, 'reception')).toMatchObject({ ok: true })
    // The hold lapses: the confirmation takes the kept seat as the hold did.
    test_.clock.set('2026-11-24T15:30:00.000Z')
    expect(await confirm(desk, slot)).toMatchObject({ ok: true })
    expect(await stores.seats.ofDraft(database.read, desk)).toBeNull()
    expect(await seats()).toHaveLength(3)
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
