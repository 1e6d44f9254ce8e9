import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parseCertificateCode } from '../../src/attendance/certificateCode.ts'
import type { OutcomeGiven } from '../../src/attendance/outcome.ts'
import type { Clerk } from '../../src/attendance/today.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, type Person, turnoOf } from '../support/people.ts'
import { certificate } from '../support/story.ts'
import { allThere, centre, clerkAt } from './ground.ts'

const hour = '2026-11-24T16:00:00.000Z'
const issued: OutcomeGiven = { kind: 'issued' }

describe('a visit', () => {
  let test_: TestApp
  let clerk: Clerk
  beforeEach(async () => {
    test_ = await startTestApp()
    clerk = await clerkAt(test_.services, `${centre}-1`)
  })
  afterEach(() => test_.stop())

  const attendance = () => test_.services.attendance

  /** Somebody with a turno stands at the window. */
  async function atTheWindow(person: Person = maria, start = hour) {
    test_.clock.set('2026-11-24T13:00:00.000Z')
    const turnoId = await turnoOf(test_.services, person, start)
    test_.clock.set('2026-11-24T15:50:00.000Z')
    await attendance().arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' })
    return { turnoId, ...(await startNext()) }
  }

  async function startNext() {
    const called = await attendance().calls.next(clerk)
    if (!called.ok) throw new Error(called.reason)
    const started = await attendance().visits.start(clerk, called.call.id)
    if (!started.ok) throw new Error(started.reason)
    return { visitId: started.visitId, callId: called.call.id }
  }

  const record = (visitId: string, given: OutcomeGiven, found = allThere) =>
    attendance().outcomes.record(clerk, visitId, given, found)

  async function issue(visitId: string) {
    const done = await record(visitId, issued)
    if (!done.ok || !done.certificateId) throw new Error('not issued')
    const facts = await attendance().certificates.facts(done.certificateId)
    if (!facts) throw new Error('no facts')
    return { id: done.certificateId, facts }
  }

  test('starts once, shows what was booked, and keeps what was found', async () => {
    const { visitId, callId } = await atTheWindow()
    expect(await attendance().visits.start(clerk, callId)).toEqual({
      ok: true,
      visitId,
      again: true,
    })
    const visit = await attendance().visits.byId(visitId)
    expect(visit?.turno?.personal.holder.surnames).toBe(maria.surnames)
    expect(visit?.checklist.map(({ code, state }) => [code, state])).toEqual([
      ['passport', null],
      ['visa', null],
      ['letter', null],
    ])
    const found = { ...allThere, checks: allThere.checks.slice(0, 1), notes: 'Visa vencida' }
    expect(await attendance().visits.save(clerk, visitId, found)).toEqual({ ok: true })
    const kept = await attendance().visits.byId(visitId)
    expect(kept).toMatchObject({ notes: 'Visa vencida', checklist: [{ state: 'present' }, {}, {}] })
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.visits)
    expect(JSON.stringify(rows)).not.toContain('vencida')
    const invented = { ...allThere, checks: [{ code: 'invented', state: 'present' as const }] }
    expect(await attendance().visits.save(clerk, visitId, invented)).toEqual({
      ok: false,
      reason: 'unknown-requirement',
    })
  })

  test('with a third party asks for their papers and what the authorisation says', async () => {
    const { visitId } = await atTheWindow()
    const found = { ...allThere, thirdParty: true }
    expect(await record(visitId, issued, found)).toEqual({
      ok: false,
      reason: 'papers-open',
      codes: ['authorisation', 'authorisation.holder'],
    })
    const missing: OutcomeGiven = { kind: 'papers-missing', missing: ['authorisation.holder'] }
    expect(await record(visitId, missing, found)).toMatchObject({ ok: true })
    expect((await attendance().visits.byId(visitId))?.outcomes).toMatchObject([
      { kind: 'papers-missing', detail: { missing: ['authorisation.holder'] } },
    ])
  })

  test('is not issued with a paper missing or not looked at, and what was typed stays', async () => {
    const { visitId } = await atTheWindow()
    const missing = { code: 'visa', state: 'missing' as const }
    const found = { ...allThere, checks: [...allThere.checks.slice(0, 1), missing] }
    expect(await record(visitId, issued, found)).toEqual({
      ok: false,
      reason: 'papers-open',
      codes: ['visa', 'letter'],
    })
    const kept = await attendance().visits.byId(visitId)
    expect(kept?.checklist[1]?.state).toBe('missing')
    expect(await record(visitId, { kind: 'papers-missing', missing: [] }, found)).toEqual({
      ok: false,
      reason: 'which-papers',
    })
    expect(kept?.outcomes).toEqual([])
  })

  test('ends call, arrival and turno together, and once', async () => {
    const { visitId, turnoId, callId } = await atTheWindow()
    const first = await record(visitId, issued)
    expect(first).toMatchObject({ ok: true, again: false, number: 1 })
    expect(await record(visitId, issued)).toMatchObject({ ok: true, again: true, number: 1 })
    expect(await record(visitId, { kind: 'withdrew' })).toEqual({
      ok: false,
      reason: 'outcome-stands',
      kind: 'issued',
    })
    const { stores, database, turnos } = test_.services
    expect(await turnos.byId(turnoId)).toMatchObject({ status: 'served' })
    expect(await stores.calls.find(database.read, callId)).toMatchObject({ ending: 'served' })
    expect(await attendance().day.figures(centre)).toMatchObject({ people: { served: 1 } })
    test_.clock.advance({ seconds: 1 })
    expect(await attendance().calls.undo(clerk)).toEqual({ ok: false, reason: 'nothing' })
    const key = { by: 'turno' as const, turnoId }
    const again = await attendance().arrive(centre, key, { actor: 'kiosk' })
    expect(again).toEqual({ ok: false, reason: 'served' })
  })

  test('goes on at another window with what the first one found', async () => {
    const { visitId, callId } = await atTheWindow()
    await attendance().visits.save(clerk, visitId, { ...allThere, notes: 'Falta copia' })
    expect(await attendance().calls.noShow(clerk, callId)).toEqual({
      ok: false,
      reason: 'visit-started',
    })
    await attendance().calls.park(clerk, callId, 'copies')
    expect(await record(visitId, issued)).toEqual({ ok: false, reason: 'unknown-visit' })
    const { stores, database } = test_.services
    const call = await stores.calls.find(database.read, callId)
    await attendance().standing.putBack(centre, call?.arrivalId ?? '', 'staff:reception')
    const second = await startNext()
    const visit = await attendance().visits.byId(second.visitId)
    expect(visit).toMatchObject({ notes: 'Falta copia', outcomes: [] })
    expect(visit?.checklist.every(({ state }) => state === 'present')).toBe(true)
  })

  test('started by mistake is taken back', async () => {
    const { visitId } = await atTheWindow()
    test_.clock.advance({ seconds: 3 })
    expect(await attendance().calls.undo(clerk)).toMatchObject({ ok: true, step: 'visit-started' })
    expect(await attendance().visits.byId(visitId)).toBeNull()
    expect(await attendance().calls.current(clerk.windowId)).toMatchObject({ visitId: null })
  })

  test('of a walk-in needs to be told whom the certificate is about', async () => {
    const comer = { procedureId: certificate, priority: null, language: 'es' as const }
    const nobody = { name: null, document: null }
    test_.clock.set('2026-11-24T15:50:00.000Z')
    await attendance().walkIn(centre, { ...comer, nonce: 'n', personal: nobody, actor: 'kiosk' })
    const { visitId } = await startNext()
    expect(await record(visitId, issued)).toEqual({ ok: false, reason: 'whom' })
    const document = { kind: 'passport' as const, country: 'POL', number: lukasz.number }
    const certified = { holder: { givenNames: 'Łukasz', surnames: 'Żółć' }, document }
    const done = await record(visitId, { kind: 'issued', certified })
    expect(done).toMatchObject({ ok: true })
  })

  describe('its certificate', () => {
    test('is verified by its code: number, date, state, and nothing of the holder', async () => {
      const { visitId } = await atTheWindow()
      const { facts } = await issue(visitId)
      expect(facts).toMatchObject({ number: '09-2026-000001', holderName: 'María José Ñáñez Peña' })
      const seen = await attendance().verify(facts.code.toLowerCase().replaceAll('-', ' '))
      expect(seen).toMatchObject({
        genuine: true,
        number: '09-2026-000001',
        issuedAt: test_.clock.now(),
        state: 'valid',
        matches: { number: null, document: null, surnames: null },
      })
      for (const secret of ['Ñáñez', 'María', maria.number]) {
        expect(JSON.stringify(seen)).not.toContain(secret)
      }
      const { database } = test_.services
      const rows = await database.read.select().from(database.tables.certificates)
      for (const secret of ['Ñáñez', maria.number, facts.code]) {
        expect(JSON.stringify(rows)).not.toContain(secret)
      }
    })

    test('an altered copy does not verify: another code, another name, another number', async () => {
      const { visitId } = await atTheWindow()
      const { facts } = await issue(visitId)
      const verify = attendance().verify
      const altered = facts.code.replace(/.$/, (last) => (last === 'Z' ? 'Y' : 'Z'))
      expect(await verify(altered)).toEqual({ genuine: false })
      expect(await verify('nothing')).toEqual({ genuine: false })
      const typed = { document: '084-523-917', surnames: 'nanez pena', number: facts.number }
      expect(await verify(facts.code, typed)).toMatchObject({
        matches: { document: true, surnames: true, number: true },
      })
      const other = { document: '084523918', surnames: 'Ñáñez', number: '09-2026-000002' }
      expect(await verify(facts.code, other)).toMatchObject({
        genuine: true,
        matches: { document: false, surnames: false, number: false },
      })
    })

    test('is annulled by a correction, which is another row with its reason', async () => {
      const { visitId } = await atTheWindow()
      const { facts, id } = await issue(visitId)
      const supervisor = { agencyId: centre, staffId: clerk.staffId }
      const given: OutcomeGiven = { kind: 'affiliated' }
      const why = { reason: 'new-facts' as const, corrects: 1 }
      const correct = () => attendance().outcomes.correct(supervisor, visitId, given, why)
      expect(await correct()).toMatchObject({ ok: true, number: 2, again: false })
      expect(await correct()).toMatchObject({ ok: true, number: 2, again: true })
      expect((await attendance().visits.byId(visitId))?.outcomes).toMatchObject([
        { kind: 'issued', detail: { certificateId: id } },
        { kind: 'affiliated', reason: 'new-facts' },
      ])
      expect(await attendance().verify(facts.code)).toMatchObject({
        genuine: true,
        state: 'annulled',
      })
      const late = { reason: 'fraud' as const, corrects: 1 }
      const stale = attendance().outcomes.correct(supervisor, visitId, { kind: 'withdrew' }, late)
      expect(await stale).toEqual({ ok: false, reason: 'corrected-since' })
      const elsewhere = { ...supervisor, agencyId: 'puerto-ayora' }
      const foreign = attendance().outcomes.correct(elsewhere, visitId, given, why)
      expect(await foreign).toEqual({ ok: false, reason: 'unknown-visit' })
    })

    test('issued again for a mistyped name has the next number, and the old one is annulled', async () => {
      const { visitId } = await atTheWindow()
      const { facts, id } = await issue(visitId)
      const document = { kind: 'passport' as const, country: 'VEN', number: maria.number }
      const holder = { givenNames: 'María José', surnames: 'Ñáñez Piña' }
      const given: OutcomeGiven = { kind: 'issued', certified: { holder, document } }
      const supervisor = { agencyId: centre, staffId: clerk.staffId }
      const why = { reason: 'name-error' as const, corrects: 1 }
      const done = await attendance().outcomes.correct(supervisor, visitId, given, why)
      if (!done.ok || !done.certificateId) throw new Error('not issued')
      expect(await attendance().certificates.facts(done.certificateId)).toMatchObject({
        number: '09-2026-000002',
        holderName: 'María José Ñáñez Piña',
        annulled: false,
      })
      expect(await attendance().certificates.facts(id)).toMatchObject({ annulled: true })
      expect(await attendance().verify(facts.code)).toMatchObject({ state: 'annulled' })
    })

    test('a code is read as people type it, and no other way', () => {
      expect(parseCertificateCode(' 7kqm 3xw9—7KQM-3xw9 ')).toBe('7KQM-3XW9-7KQM-3XW9')
      expect(parseCertificateCode('7KQM-3XW9-7KQM-3XW0')).toBeNull()
      expect(parseCertificateCode('7KQM')).toBeNull()
    })
  })
})
