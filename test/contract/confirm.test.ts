import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { eq } from 'drizzle-orm'
import { later } from '../../src/clock.ts'
import { wrongs } from '../relocation/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, type Person, turnoOf } from '../support/people.ts'
import { guayaquil } from '../support/story.ts'
import { dialects } from './dialects.ts'

const slot = '2026-11-25T13:20:00.000Z'

describe.each(dialects)('confirming on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  async function holding(person: Person, start: string): Promise<string> {
    const id = await atTheHours(test_.services, person, guayaquil)
    const held = await test_.services.booking.hold(id, start)
    if (!held.ok) throw new Error(held.reason)
    return id
  }

  test('twenty clicks at once make one turno, with one event and one mail', async () => {
    const { booking, database, stores } = test_.services
    const id = await holding(maria, slot)
    const results = await Promise.all(Array.from({ length: 20 }, () => booking.confirm(id)))
    const turnos = new Set(results.map((result) => (result.ok ? result.turnoId : 'none')))
    expect(turnos.size).toBe(1)
    const [turnoId = ''] = turnos
    await test_.sendMails()
    expect(test_.mails.filter((mail) => mail.id === `confirmation-${turnoId}`)).toHaveLength(1)
    const draft = await stores.drafts.find(database.read, id)
    expect(draft?.turnoId).toBe(turnoId)
  })

  test('one holder confirming everywhere at once, spelt in many ways, gets one turno', async () => {
    const { booking, database, stores } = test_.services
    const spellings = [
      '084523917',
      '084-523-917',
      ' 0845 23917',
      '０８４５２３９１７',
      '084.523.917',
    ]
    const ids: string[] = []
    for (let n = 0; n < 100; n += 1) {
      const number = spellings[n % spellings.length] ?? ''
      const person = { ...maria, number, email: `maria${n}@example.org` }
      ids.push(await atTheHours(test_.services, person))
    }
    // Each has an hour of its own, on four days: chosen, its hold lapsed, the seat still free.
    const days = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30']
    const starts = days.flatMap((day) =>
      Array.from({ length: 25 }, (_, n) => later(`${day}T13:20:00.000Z`, { minutes: n * 20 })),
    )
    await database.transaction(async (tx) => {
      for (const [n, id] of ids.entries()) {
        await stores.drafts.change(tx, id, { slotStart: starts[n] ?? slot })
      }
    })
    const results = await Promise.all(ids.map((id) => booking.confirm(id)))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.reason === 'clash')).toHaveLength(99)
  })

  test('the first address is told of a clash once, and the second learns nothing', async () => {
    await turnoOf(test_.services, maria, slot)
    const second = await holding(
      { ...maria, email: 'otra@example.org' },
      '2026-11-25T15:00:00.000Z',
    )
    expect(await test_.services.booking.confirm(second)).toEqual({ ok: false, reason: 'clash' })
    expect(await test_.services.booking.confirm(second)).toEqual({ ok: false, reason: 'clash' })
    await test_.sendMails()
    const told = test_.mails.filter((mail) => mail.id.startsWith('clash-'))
    expect(told.map((mail) => mail.to)).toEqual([maria.email])
  })

  test('an hour changed in another tab is not confirmed unseen', async () => {
    const { booking } = test_.services
    const id = await holding(maria, slot)
    await booking.hold(id, '2026-11-25T15:00:00.000Z')
    expect(await booking.confirm(id, slot)).toEqual({ ok: false, reason: 'changed' })
    expect(await booking.confirm(id, '2026-11-25T15:00:00.000Z')).toMatchObject({ ok: true })
  })

  test('an hour held at windows that the procedure has left is taken at those it has now', async () => {
    const { booking, database } = test_.services
    const { agendas, pools } = database.tables
    await turnoOf(test_.services, lukasz, slot)
    const id = await holding(maria, slot)
    const agencyId = 'guayaquil-centro'
    await database.transaction(async (tx) => {
      await tx.insert(pools).values({ id: 'apart', agencyId, name: 'Aparte', seats: 1, bands: [] })
      await tx.update(agendas).set({ poolId: 'apart' }).where(eq(agendas.id, guayaquil))
    })
    expect(await booking.confirm(id)).toMatchObject({ ok: true })
    expect(await wrongs(test_)).toEqual([])
    const { seats } = database.tables
    const taken = await database.read.select().from(seats)
    expect(taken.map(({ poolId }) => poolId).sort()).toEqual(['apart', 'guayaquil-centro'])
  })

  test('the same address is led to the turno it has', async () => {
    const turnoId = await turnoOf(test_.services, maria, slot)
    const again = await holding(maria, '2026-11-25T15:00:00.000Z')
    expect(await test_.services.booking.confirm(again)).toEqual({
      ok: false,
      reason: 'already-yours',
      turnoId,
    })
  })

  test('a mail written in a transaction that fails is never sent', async () => {
    const { database, outbox } = test_.services
    const failing = database.transaction(async (tx) => {
      await outbox.write(tx, {
        id: 'confirmation-nobody',
        kind: 'confirmation',
        subjectId: 'nobody',
        to: lukasz.email,
        secret: null,
        language: 'es',
        notAfter: '2026-12-01T00:00:00.000Z',
      })
      throw new Error('undone')
    })
    await expect(failing).rejects.toThrow('undone')
    expect(await outbox.fate(database.read, 'confirmation-nobody')).toBeNull()
  })

  test('people are stored sealed: no column of the database holds a name, number or address', async () => {
    const { database, stores } = test_.services
    const turnoId = await turnoOf(test_.services, maria, slot)
    const turno = await stores.turnos.find(database.read, turnoId)
    const draft = turno && (await stores.drafts.find(database.read, turno.draftId))
    const text = JSON.stringify([turno, draft])
    for (const secret of [maria.number, maria.email, 'Ñáñez', 'maria']) {
      expect(text).not.toContain(secret)
    }
  })
})
