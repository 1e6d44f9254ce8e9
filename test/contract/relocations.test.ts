import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { eq } from 'drizzle-orm'
import { importInstitution } from '../../src/agencies/import.ts'
import { endRelocation } from '../../src/seats/proposal.ts'
import { swapSeat } from '../../src/turno/swap.ts'
import {
  beginAnew,
  booked,
  centre,
  closeThursday,
  closing,
  minutePasses,
  opening,
  relocationOf,
  slotOf,
  statuses,
  wrongs,
} from '../relocation/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, maria, somebody, turnoOf } from '../support/people.ts'
import { ayora, certificate, guayaquil, story } from '../support/story.ts'
import { dialects } from './dialects.ts'

const friday = '2026-12-04T13:00:00.000Z'
const before = '2026-12-03T12:00:00.000Z'

describe.each(dialects)('moving whom a closure touches, on %s', (dialect) => {
  let test_: TestApp
  beforeAll(async () => {
    test_ = await startTestApp({ dialect })
  })
  beforeEach(() => beginAnew(test_))
  afterEach(async () => {
    expect(await wrongs(test_)).toEqual([])
  })
  afterAll(() => test_.stop())

  const five = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 5 }, act))
  const startOf = async (id: string) => (await test_.services.turnos.byId(id))?.startAt

  const acceptedOnRecord = async (id: string) => {
    const { database, stores } = test_.services
    const rows = await stores.audit.ofSubject(database.read, `turno:${id}`)
    return rows.filter(({ action }) => action === 'relocation-accepted').length
  }

  test('each is offered the next free hour, held for them, and keeps the old one', async () => {
    const ids = await booked(test_, 5)
    const changeId = await closeThursday(test_, ids)
    const proposed = []
    for (const id of ids) proposed.push((await relocationOf(test_, id)).toStart)
    const second = '2026-12-04T13:20:00.000Z'
    expect(proposed).toEqual([friday, friday, friday, second, second])
    expect(await Promise.all(ids.map(startOf))).toEqual([0, 0, 0, 1, 1].map((slot) => slotOf(slot)))
    // Held indeed: three windows, three proposals, nobody else gets in.
    const other = await atTheHours(test_.services, maria)
    expect(await test_.services.booking.hold(other, friday)).toEqual({
      ok: false,
      reason: 'seat-taken',
    })
    await test_.services.booking.tidyHolds()
    expect(await test_.services.booking.hold(other, friday)).toMatchObject({ ok: false })
    expect(await statuses(test_, changeId)).toEqual(Array(5).fill('open'))
    await test_.sendMails()
    expect(test_.mails.filter(({ id }) => id.startsWith('relocation'))).toEqual([])
  })

  test('accepting five times at once is accepting once', async () => {
    const [id = ''] = await booked(test_, 1)
    const changeId = await closeThursday(test_, [id])
    const { relocations } = test_.services
    await five(() => relocations.send(changeId, 'staff:tomas'))
    await test_.sendMails()
    const { id: relocationId, proposalNo } = await relocationOf(test_, id)
    const clicks = await five(() => relocations.accept(relocationId, proposalNo))
    expect(clicks).toEqual(Array(5).fill({ ok: true }))
    expect(await startOf(id)).toBe(friday)
    await test_.sendMails()
    const kinds = test_.mails.map((mail) => mail.id.split('-').slice(0, 2).join('-'))
    expect(kinds.filter((kind) => kind.startsWith('relocation'))).toHaveLength(1)
    expect(test_.mails.filter((mail) => mail.id === `confirmation-${id}-1`)).toHaveLength(1)
    expect((await relocationOf(test_, id)).status).toBe('accepted')
    expect(await acceptedOnRecord(id)).toBe(1)
  })

  test('five clicks that do not look again are five acts on record: the test above can fail', async () => {
    const [id = ''] = await booked(test_, 1)
    await closeThursday(test_, [id])
    const { audit, database, stores, clock } = test_.services
    // As all five read it before the first of them was done.
    const row = await relocationOf(test_, id)
    const ending = { status: 'accepted', by: 'applicant', now: clock.now() } as const
    await five(() =>
      database.transaction((tx) => endRelocation({ stores, audit }, tx, row, ending)),
    )
    expect(await acceptedOnRecord(id)).toBe(5)
  })

  test('a proposal that is not the one they saw is not taken', async () => {
    const [id = ''] = await booked(test_, 1)
    const changeId = await closeThursday(test_, [id])
    const { relocations } = test_.services
    await relocations.send(changeId, 'staff:tomas')
    const seen = await relocationOf(test_, id)
    const later_ = '2026-12-07T14:00:00.000Z'
    const moved = await relocations.proposeAt(seen.id, guayaquil, later_, 'staff:tomas')
    expect(moved).toEqual({ ok: true })
    expect(await relocations.accept(seen.id, seen.proposalNo)).toEqual({
      ok: false,
      reason: 'changed',
    })
    expect(await startOf(id)).toBe(slotOf(0))
    await test_.sendMails()
    const told = test_.mails.filter((mail) => mail.id.startsWith('relocation-'))
    expect(told.map((mail) => mail.id)).toEqual([
      `relocation-${seen.id}-1`,
      `relocation-${seen.id}-2`,
    ])
    expect(await relocations.accept(seen.id, 2)).toEqual({ ok: true })
    expect(await startOf(id)).toBe(later_)
  })

  test('the person chooses another hour while the clerk moves them: one of both', async () => {
    const [id = ''] = await booked(test_, 1)
    await closeThursday(test_, [id])
    const { relocations, turnos } = test_.services
    const row = await relocationOf(test_, id)
    const own = '2026-12-08T15:00:00.000Z'
    const results = await Promise.all([
      turnos.move(id, own),
      relocations.acceptFor(row.id, row.proposalNo, 'staff:tomas'),
    ])
    expect(results.some(({ ok }) => ok)).toBe(true)
    expect([own, friday]).toContain(await startOf(id))
    const { status, endedAt } = await relocationOf(test_, id)
    expect(['chose-another', 'moved-by-staff']).toContain(status)
    expect(endedAt).not.toBeNull()
    // What was proposed to them is free, or theirs: two more and one fit in at that hour.
    const { database } = test_.services
    const { seats } = database.tables
    expect(await database.read.select().from(seats)).toHaveLength(1)
  })

  test('cancelled and accepted at once: cancelled, or moved and cancelled', async () => {
    const [id = ''] = await booked(test_, 1)
    await closeThursday(test_, [id])
    const { relocations, turnos, database } = test_.services
    const row = await relocationOf(test_, id)
    await Promise.all([turnos.cancel(id, 'applicant'), relocations.accept(row.id, row.proposalNo)])
    const turno = await turnos.byId(id)
    const { seats } = database.tables
    const left = await database.read.select().from(seats)
    expect(turno?.status === 'cancelled' ? left : []).toEqual([])
    expect((await relocationOf(test_, id)).endedAt).not.toBeNull()
  })

  test('who chooses may go to another agency, and only who must be moved', async () => {
    const [id = '', other = ''] = await booked(test_, 2)
    await closeThursday(test_, [id])
    const { turnos } = test_.services
    const there = '2026-12-03T14:20:00.000Z'
    const refused = await turnos.move(other, there, { agendaId: ayora })
    expect(refused).toEqual({ ok: false, reason: 'no-slot' })
    expect(await turnos.move(id, there, { agendaId: ayora })).toEqual({ ok: true })
    expect((await turnos.byId(id))?.agency.id).toBe('puerto-ayora')
    await turnos.cancel(other, 'applicant')
  })

  test('an arrival overtakes it, and the proposal is free again', async () => {
    const [id = ''] = await booked(test_, 1)
    await closeThursday(test_, [id])
    const { database, stores } = test_.services
    await database.transaction((tx) => stores.turnos.transition(tx, id, 'confirmed', 'arrived'))
    const row = await relocationOf(test_, id)
    expect(await test_.services.relocations.accept(row.id, 1)).toEqual({
      ok: false,
      reason: 'over',
    })
    test_.clock.set(before)
    await minutePasses(test_)
    expect((await relocationOf(test_, id)).status).toBe('overtaken')
    expect(await stores.seats.ofDraft(database.read, row.id)).toBeNull()
  })

  test('unsent proposals leave by themselves, one reminder follows, and the deadline moves', async () => {
    const [id = ''] = await booked(test_, 1)
    const changeId = await closeThursday(test_, [id])
    test_.clock.advance({ hours: 25 })
    await minutePasses(test_)
    const { answerBy } = await relocationOf(test_, id)
    expect(await statuses(test_, changeId)).toEqual(['sent'])
    expect(answerBy).toBe('2026-12-02T13:00:00.000Z')
    for (const hours of [48, 48]) {
      test_.clock.advance({ hours })
      await minutePasses(test_)
      await minutePasses(test_)
    }
    const reminders = test_.mails.filter((mail) => mail.id.startsWith('relocation-reminder'))
    expect(reminders).toHaveLength(1)
    test_.clock.set('2026-12-02T13:00:00.000Z')
    await Promise.all([minutePasses(test_), test_.services.relocations.carryOn()])
    expect(await startOf(id)).toBe(friday)
    expect(await statuses(test_, changeId)).toEqual(['moved-at-deadline'])
    const row = await relocationOf(test_, id)
    expect(test_.mails.filter((mail) => mail.id === `relocated-${row.id}`)).toHaveLength(1)
    expect(await test_.services.relocations.accept(row.id, 1)).toEqual({ ok: true })
  })

  test('one who cannot be written to keeps nobody behind them waiting', async () => {
    const { database } = test_.services
    const { turnos } = database.tables
    const [first = '', ...others] = await booked(test_, 3)
    const changeId = await closeThursday(test_, [first, ...others])
    const [row] = await database.read.select().from(turnos).where(eq(turnos.id, first))
    const write = (personal: string) =>
      database.transaction((tx) => tx.update(turnos).set({ personal }).where(eq(turnos.id, first)))
    await write('nobody can open this')
    test_.clock.advance({ hours: 25 })
    await minutePasses(test_)
    expect(await statuses(test_, changeId)).toEqual(['open', 'sent', 'sent'])
    await write(row?.personal ?? '')
    await minutePasses(test_)
    expect((await statuses(test_, changeId))[0]).toBe('open')
    test_.clock.advance({ minutes: 10 })
    await minutePasses(test_)
    expect(await statuses(test_, changeId)).toEqual(['sent', 'sent', 'sent'])
  })

  test('a process that is to stop leaves the rest to the next', async () => {
    const changeId = await closeThursday(test_, await booked(test_, 3))
    test_.clock.advance({ hours: 25 })
    let asked = 0
    const looked = await test_.services.relocations.carryOn(() => {
      asked += 1
      return asked < 3
    })
    const after = (await statuses(test_, changeId)).sort()
    expect([looked, after]).toEqual([2, ['open', 'sent', 'sent']])
  })

  test('with every worker dead past the old hour, nobody is lost afterwards', async () => {
    const ids = await booked(test_, 3)
    await closeThursday(test_, ids)
    test_.clock.set('2026-12-03T13:10:00.000Z')
    const [first = ''] = ids
    const row = await relocationOf(test_, first)
    expect(await test_.services.relocations.accept(row.id, 1)).toEqual({
      ok: false,
      reason: 'too-late',
    })
    // Somebody took what had lapsed.
    await test_.services.booking.tidyHolds()
    await turnoOf(test_.services, somebody(90), friday)
    await minutePasses(test_)
    const starts = await Promise.all(ids.map(startOf))
    expect(starts.sort()).toEqual([friday, friday, '2026-12-04T13:20:00.000Z'])
  })

  test('the closure is taken back: who was not moved keeps their hour and is told', async () => {
    const ids = await booked(test_, 3)
    const [moved = '', told = '', also = ''] = ids
    const changeId = await closeThursday(test_, ids)
    const { relocations, database } = test_.services
    await relocations.send(changeId, 'staff:tomas')
    await relocations.accept((await relocationOf(test_, moved)).id, 1)
    const { closures, seats } = database.tables
    await database.transaction((tx) => tx.delete(closures))
    await relocations.follow(centre)
    await test_.sendMails()
    expect(await statuses(test_, changeId)).toEqual(
      expect.arrayContaining(['accepted', 'kept', 'kept']),
    )
    expect(await startOf(told)).toBe(opening)
    expect(await startOf(also)).toBe(opening)
    expect(test_.mails.filter((mail) => mail.id.startsWith('relocation-kept'))).toHaveLength(2)
    expect(await database.read.select().from(seats)).toHaveLength(3)
  })

  test('a second closure takes the proposal away: another is found and told', async () => {
    const [id = ''] = await booked(test_, 1)
    const changeId = await closeThursday(test_, [id])
    const { relocations, database, stores } = test_.services
    await relocations.send(changeId, 'staff:tomas')
    await database.transaction((tx) =>
      stores.agencies.close(tx, {
        id: 'closure-2',
        agencyId: centre,
        from: '2026-12-04T05:00:00.000Z',
        to: '2026-12-05T05:00:00.000Z',
        reason: closing.reason,
      }),
    )
    const seen = await relocationOf(test_, id)
    expect(await relocations.accept(seen.id, seen.proposalNo)).toEqual({
      ok: false,
      reason: 'gone',
    })
    expect(await startOf(id)).toBe(opening)
    await minutePasses(test_)
    const next = await relocationOf(test_, id)
    expect(next.toStart).toBe('2026-12-07T13:00:00.000Z')
    expect(test_.mails.filter((mail) => mail.id.startsWith('relocation-'))).toHaveLength(2)
    expect(await relocations.accept(next.id, next.proposalNo)).toEqual({ ok: true })
  })

  test('where no hour is free anywhere, they are told, and the turno ends before its hour', async () => {
    const id = await turnoOf(test_.services, maria, '2026-11-26T14:20:00.000Z', ayora)
    const { database, relocations, stores } = test_.services
    const cause = { ...closing, agencyId: 'puerto-ayora' }
    const changeId = await database.transaction(async (tx) => {
      const span = { from: '2026-11-26T06:00:00.000Z', to: '2027-03-01T06:00:00.000Z' }
      const { agencyId, reason } = cause
      await stores.agencies.close(tx, { id: 'closure-1', agencyId, ...span, reason })
      return relocations.open(tx, cause, [id])
    })
    await relocations.follow(cause.agencyId)
    await relocations.send(changeId ?? '', 'staff:tomas')
    await test_.sendMails()
    const row = await relocationOf(test_, id)
    expect(row).toMatchObject({ status: 'sent', toStart: null, endedAt: null })
    expect(test_.mails.at(-1)?.id).toBe(`relocation-${row.id}-0`)
    test_.clock.set('2026-11-26T12:20:00.000Z')
    await minutePasses(test_)
    expect((await test_.services.turnos.byId(id))?.status).toBe('cancelled')
    expect((await relocationOf(test_, id)).status).toBe('unserved')
    expect(test_.mails.at(-1)?.id).toBe(`unserved-${row.id}`)
    await turnoOf(test_.services, maria, '2026-12-04T13:00:00.000Z', guayaquil)
  })

  test('many accept and many choose the same hour at once: each has one, none is taken twice', async () => {
    const ids = await booked(test_, 9)
    const changeId = await closeThursday(test_, ids)
    const { relocations, turnos } = test_.services
    await relocations.send(changeId, 'staff:tomas')
    const wanted = '2026-12-08T15:00:00.000Z'
    await Promise.all(
      ids.map(async (id, n) => {
        const row = await relocationOf(test_, id)
        if (n < 5) return turnos.move(id, wanted)
        return relocations.accept(row.id, row.proposalNo)
      }),
    )
    const starts = await Promise.all(ids.map(startOf))
    expect(starts.filter((start) => start === wanted)).toHaveLength(3)
    expect(await statuses(test_, changeId)).toEqual(
      expect.arrayContaining(['chose-another', 'accepted', 'sent']),
    )
  })

  test('the same without the lock and the count oversells: the tests above can fail', async () => {
    const ids = await booked(test_, 9)
    await closeThursday(test_, ids)
    const { database, stores, clock } = test_.services
    const agenda = await test_.services.catalogue.agenda(guayaquil)
    if (!agenda) throw new Error('No agenda')
    const wanted = { day: '2026-12-08', startAt: '2026-12-08T15:00:00.000Z' }
    const endAt = '2026-12-08T15:20:00.000Z'
    const look = async (id: string) => ({
      turno: await stores.turnos.find(database.read, id),
      there: await stores.seats.overlapping(
        database.read,
        centre,
        wanted.day,
        wanted.startAt,
        endAt,
      ),
    })
    // Everybody has looked before anybody writes.
    const looked = await Promise.all(ids.map(look))
    await Promise.all(
      looked.map(({ turno, there }, n) =>
        database.transaction(async (tx) => {
          if (!turno || there.length >= 3) return
          const loads = await stores.seats.lockDays(tx, [turno, { poolId: centre, ...wanted }])
          const seat = { poolId: centre, ...wanted, endAt, seatNo: n + 1 }
          const swap = { turno, loads, agenda, seat, actor: 'applicant' } as const
          await swapSeat({ stores }, tx, swap, clock.now())
        }),
      ),
    )
    expect(await wrongs(test_)).toContain(`${wanted.startAt}: 9 at once`)
    await beginAnew(test_)
  })

  describe('where the own agency has no hour left', () => {
    const near = 'guayaquil-sur'
    const nearAgenda = `${near}--${certificate}`
    const setActive = (active: boolean) => {
      const { database } = test_.services
      const { agencies } = database.tables
      return database.transaction((tx) =>
        tx.update(agencies).set({ active }).where(eq(agencies.id, near)),
      )
    }
    beforeAll(async () => {
      const [home] = story.agencies
      const [agenda] = story.agendas
      if (!home || !agenda) throw new Error('No agency to stand beside')
      const { database, stores } = test_.services
      await importInstitution(
        database,
        stores,
        {
          ...story,
          agencies: [{ ...home, code: near, name: 'Guayaquil Sur', windows: 1 }],
          agendas: [{ ...agenda, agency: near }],
        },
        test_.clock.now(),
      )
    })
    beforeEach(() => setActive(true))

    /** Closes the centre beyond its horizon, and is shown what that leaves to `count` people. */
    async function closedForMonths(count: number) {
      const ids = await booked(test_, count)
      const changeId = await closeThursday(test_, ids, closing, '2027-03-01T05:00:00.000Z')
      return { ids, changeId }
    }

    test('the first one at the nearest other agency is proposed, and taken there', async () => {
      const { ids, changeId } = await closedForMonths(2)
      const [id = '', second = ''] = ids
      const { relocations, turnos } = test_.services
      const row = await relocationOf(test_, id)
      // Later than the old hour; the one window there has it once.
      expect(row).toMatchObject({ toAgendaId: nearAgenda, toStart: slotOf(1) })
      expect(await relocationOf(test_, second)).toMatchObject({ toStart: slotOf(2) })
      await relocations.send(changeId, 'staff:tomas')
      await test_.sendMails()
      const mail = test_.mails.find((one) => one.id === `relocation-${row.id}-1`)
      expect(mail?.text).toContain('Guayaquil Sur')
      expect(mail?.text).toContain('Es en otra agencia')
      expect(await relocations.accept(row.id, row.proposalNo)).toEqual({ ok: true })
      const moved = await turnos.byId(id)
      expect([moved?.agency.id, moved?.startAt]).toEqual([near, slotOf(1)])
    })

    test('an agency out of use is proposed to nobody, and keeps no proposal', async () => {
      await setActive(false)
      const { ids } = await closedForMonths(1)
      const [id = ''] = ids
      const { relocations, turnos } = test_.services
      expect(await relocationOf(test_, id)).toMatchObject({ toAgendaId: null, toStart: null })
      await setActive(true)
      await relocations.follow(centre)
      const row = await relocationOf(test_, id)
      expect(row.toAgendaId).toBe(nearAgenda)
      // Taken out of use again once it was proposed.
      await setActive(false)
      expect(await relocations.accept(row.id, row.proposalNo)).toEqual({
        ok: false,
        reason: 'gone',
      })
      expect(await relocationOf(test_, id)).toMatchObject({ toAgendaId: null, toStart: null })
      expect((await turnos.byId(id))?.agency.id).toBe(centre)
    })
  })
})
