import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { eq } from 'drizzle-orm'
import { type StaffBrowser, signedIn } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, somebody, turnoOf } from '../../support/people.ts'
import { certificate } from '../../support/story.ts'
import { wordsOf } from '../../support/visitor.ts'
import { readPdf } from '../../turno/confirmation/readPdf.ts'
import { allThere, centre } from '../ground.ts'
import { ayoraAgency, openRoom, type Room } from '../pages/room.ts'

const at = `/recepcion/${centre}/turno`
const slot = '2026-11-25T15:00:00.000Z'
const filled = {
  nonce: 'a-form',
  procedure: certificate,
  forWhom: 'self',
  kind: 'passport',
  country: maria.country,
  number: maria.number,
  givenNames: maria.givenNames,
  surnames: maria.surnames,
  phone: '',
  language: 'es',
  seen: 'yes',
  consent: 'yes',
}

describe('a turno at reception', () => {
  let test_: TestApp
  let room: Room
  let rosa: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    room = await openRoom(test_)
    rosa = await room.signed('Rosario', 'reception')
  })
  afterEach(() => test_.stop())

  async function atHours(fields: Partial<typeof filled> = {}): Promise<string> {
    const begun = await rosa.post(at, { ...filled, ...fields })
    expect(begun.status).toBe(303)
    return begun.headers.location ?? ''
  }
  const turnosOf = async (status: string) => {
    const { read, tables } = test_.services.database
    return (await read.select().from(tables.turnos)).filter((row) => row.status === status)
  }

  test('is made for who has no e-mail, and printed on one page', async () => {
    const hours = await atHours()
    expect(await atHours()).toBe(hours)
    const page = await rosa.get(hours)
    expect(wordsOf(page.text)).toContain('María José Ñáñez Peña')
    expect(page.text).toContain('data-slot="2026-11-24T16:00:00.000Z"')
    const asked = await rosa.get(`${hours}?hora=${encodeURIComponent(slot)}`)
    expect(wordsOf(asked.text)).toContain('¿Se le da esta hora?')
    const done = await rosa.post(hours, { slot })
    expect(done.headers.location).toMatch(/\/turnos\/[\w-]+\?dice=nuevo$/)
    expect((await rosa.post(hours, { slot })).headers.location).toBe(done.headers.location)
    expect(await turnosOf('confirmed')).toHaveLength(1)
    const booked = await rosa.get(done.headers.location ?? '')
    expect(wordsOf(booked.text)).toContain('Imprima la confirmación y entréguela')
    const pdfUrl = load(booked.text)('a[href$=".pdf"]').attr('href') ?? ''
    const paper = await rosa.get(pdfUrl).responseType('blob')
    const read = readPdf(paper.body)
    expect(read.pages).toBe(1)
    expect(read.text).toContain('María José Ñáñez Peña')
    expect(read.text).toContain('venga a la agencia con su documento')
  })

  test.each([
    ['forWhom', '', 'Diga quién está aquí'],
    ['number', '', 'Escriba el número del documento'],
    ['surnames', '', 'Escriba los apellidos'],
    ['phone', '12', 'Revise el número'],
    ['seen', '', 'Pida el original del documento'],
    ['consent', '', 'necesitamos que acepte'],
    ['procedure', 'otro', 'Elija un trámite de esta agencia'],
  ])('says what is wrong with %s and keeps the rest', async (name, value, words) => {
    const refused = await rosa.post(at, { ...filled, [name]: value })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused.text)).toContain(words)
    const $ = load(refused.text)
    expect($('#givenNames').attr('value')).toBe(maria.givenNames)
    expect($('input[name=nonce]').attr('value')).toBe('a-form')
  })

  test('refuses a document that the procedure does not take, and a form that was not ours', async () => {
    const { database, stores } = test_.services
    const { procedures } = database.tables
    const row = await stores.agencies.procedure(database.read, certificate)
    if (!row) throw new Error('No procedure')
    const acceptedDocuments = {
      ...row.details.acceptedDocuments,
      'foreign-code': 'refused' as const,
    }
    const details = { ...row.details, acceptedDocuments }
    await database.transaction((tx) =>
      tx.update(procedures).set({ details }).where(eq(procedures.id, certificate)),
    )
    const code = { kind: 'foreign-code', country: '', number: 'AB12345' }
    const refused = await rosa.post(at, { ...filled, ...code })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused.text)).toContain('Este trámite no se hace con ese documento')
    const { nonce: _nonce, ...without } = filled
    const unknown = await rosa.post(at, without)
    expect(unknown.status).toBe(422)
    expect(wordsOf(unknown.text)).toContain('Vuelva a abrir este formulario')
  })

  const third = {
    forWhom: 'other',
    thirdKind: 'cedula',
    thirdCountry: '',
    thirdNumber: '1710034065',
    thirdGivenNames: 'Rosa Elena',
    thirdSurnames: 'Quispe',
  }

  test.each([
    ['thirdNumber', { thirdNumber: '' }, 'Escriba el número del documento'],
    ['thirdNumber', { thirdNumber: '1710034066' }, 'mal escrito en la cédula'],
    [
      'thirdNumber',
      { thirdKind: 'passport', thirdCountry: maria.country, thirdNumber: maria.number },
      'Los dos documentos son el mismo',
    ],
    ['thirdCountry', { thirdKind: 'passport' }, 'Elija el país'],
    ['thirdGivenNames', { thirdGivenNames: 'Rosa 2' }, 'no lleva números'],
    ['thirdSurnames', { thirdSurnames: '12' }, 'no lleva números'],
  ])('says what is wrong with %s of who comes in their place', async (id, fields, words) => {
    const refused = await rosa.post(at, { ...filled, ...third, ...fields })
    expect(refused.status).toBe(422)
    const $ = load(refused.text)
    expect($(`.govuk-error-summary a[href="#${id}"]`).text()).toContain(words)
    expect($('#forWhom-other').attr('checked')).toBeDefined()
    expect($('#givenNames').attr('value')).toBe(maria.givenNames)
  })

  test('lists mistakes in the order of the page', async () => {
    const wrong = { surnames: '', thirdNumber: '', seen: '', number: '', phone: '12' }
    const refused = await rosa.post(at, { ...filled, ...third, ...wrong })
    const links = load(refused.text)('.govuk-error-summary a').get()
    expect(links.map((link) => load(refused.text)(link).attr('href'))).toEqual([
      '#number',
      '#surnames',
      '#thirdNumber',
      '#phone',
      '#seen',
    ])
  })

  test('is made for who sends somebody: the paper and the visit know whom, and what they must bring', async () => {
    const today = '2026-11-24T16:00:00.000Z'
    const begun = await rosa.post(at, { ...filled, ...third })
    const hours = begun.headers.location ?? ''
    expect(wordsOf((await rosa.get(hours)).text)).toContain('Viene en su lugar: Rosa Elena Quispe')
    const done = await rosa.post(hours, { slot: today })
    const booked = await rosa.get(done.headers.location ?? '')
    expect(wordsOf(booked.text)).toContain('Rosa Elena Quispe · Cédula 1710034065')
    const pdfUrl = load(booked.text)('a[href$=".pdf"]').attr('href') ?? ''
    const paper = readPdf((await rosa.get(pdfUrl).responseType('blob')).body)
    expect(paper.pages).toBe(1)
    expect(paper.text).toContain('Rosa Elena Quispe')
    expect(paper.text).toContain('Autorización')

    const [row] = await turnosOf('confirmed')
    test_.clock.set('2026-11-24T15:50:00.000Z')
    const { attendance } = test_.services
    await attendance.arrive(centre, { by: 'turno', turnoId: row?.id ?? '' }, { actor: 'kiosk' })
    const wilmer = await room.worker('Wilmer', [{ role: 'window', agencyId: centre }])
    const clerk = { staffId: wilmer.id, windowId: `${centre}-1` }
    await attendance.windows.open(clerk)
    const call = await attendance.calls.next(clerk)
    if (!call.ok) throw new Error(call.reason)
    await attendance.visits.start(clerk, call.call.id)
    const window = load((await (await signedIn(test_, wilmer)).get('/ventanilla')).text)
    expect(wordsOf(window.html())).toContain('Rosa Elena Quispe')
    expect(window('input[name="thirdParty"]').attr('checked')).toBeDefined()
    expect(
      window('input[name^="check.authorisation"], [name*="authorisation."]').length,
    ).toBeGreaterThanOrEqual(5)
  })

  test('warns about a cédula, and goes on when asked to', async () => {
    const cedula = { kind: 'cedula', country: '', number: '1710034065' }
    const warned = await rosa.post(at, { ...filled, ...cedula })
    expect(warned.status).toBe(422)
    expect(wordsOf(warned.text)).toContain('Con cédula el certificado se saca en línea')
    expect((await rosa.post(at, { ...filled, ...cedula, proceed: 'yes' })).status).toBe(303)
  })

  test('is offered the hours that are kept for reception, and takes them', async () => {
    const { agendas } = test_.services.database.tables
    await test_.services.database.transaction((tx) => tx.update(agendas).set({ keptSeats: 3 }))
    const hours = await atHours()
    const page = await rosa.get(`${hours}?dia=2026-11-25`)
    expect(page.text).toContain(`data-slot="${slot}"`)
    expect((await rosa.post(hours, { slot })).headers.location).toMatch(/dice=nuevo$/)
  })

  test('shows whose document has a turno already, and frees it with a reason', async () => {
    const online = await turnoOf(test_.services, maria, '2026-11-25T13:20:00.000Z')
    const hours = await atHours()
    const clash = await rosa.post(hours, { slot })
    expect(clash.status).toBe(409)
    expect(wordsOf(clash.text)).toContain('Este documento ya tiene un turno')
    expect(wordsOf(clash.text)).toContain('25 de noviembre, 08:20')
    expect(clash.text).not.toContain(maria.email)
    const without = await rosa.post(`${hours}/liberar`, { slot, reason: '' })
    expect(without.status).toBe(422)
    expect((await test_.services.turnos.byId(online))?.status).toBe('confirmed')
    const freed = await rosa.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(freed.headers.location).toMatch(/dice=nuevo$/)
    const again = await rosa.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(again.headers.location).toBe(freed.headers.location)
    expect((await test_.services.turnos.byId(online))?.status).toBe('cancelled')
    expect(await turnosOf('confirmed')).toHaveLength(1)
    await test_.sendMails()
    const mails = test_.mails.filter(({ to }) => to === maria.email)
    expect(mails.map(({ id }) => id.split('-')[0])).toContain('freed')
    const { read, tables } = test_.services.database
    const rows = await read.select().from(tables.audit)
    expect(rows.find(({ action }) => action === 'document-freed')?.detail).toEqual({
      reason: 'not-theirs',
      of: centre,
    })
    expect(JSON.stringify(rows)).not.toContain(maria.number)
  })

  test('a window sees the other turno and leads to reception, which alone may end it', async () => {
    const online = await turnoOf(test_.services, maria, '2026-11-25T13:20:00.000Z')
    const hours = await atHours()
    const wilmer = await room.signed('Wilmer', 'window')
    const clash = await wilmer.post(hours, { slot })
    expect(clash.status).toBe(409)
    expect(wordsOf(clash.text)).toContain('acompañe a esta persona a recepción')
    expect(load(clash.text)('form[action$="/liberar"]')).toHaveLength(0)
    const tried = await wilmer.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(tried.status).toBe(403)
    expect((await test_.services.turnos.byId(online))?.status).toBe('confirmed')
    const tomas = await room.signed('Tomas', 'supervisor')
    const freed = await tomas.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(freed.headers.location).toMatch(/dice=nuevo$/)
  })

  test('says that the other turno stands, where the hour it was to end for is lost', async () => {
    const online = await turnoOf(test_.services, maria, '2026-11-25T13:20:00.000Z')
    const hours = await atHours()
    await rosa.post(hours, { slot })
    test_.clock.set('2026-11-24T14:11:00.000Z')
    for (const n of [1, 2, 3]) await turnoOf(test_.services, somebody(n), slot)
    const lost = await rosa.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(lost.status).toBe(409)
    expect(wordsOf(lost.text)).toContain('Sigue en pie: miércoles 25 de noviembre, 08:20')
    expect((await test_.services.turnos.byId(online))?.status).toBe('confirmed')
  })

  test('does not free the turno of somebody who has arrived', async () => {
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-24T15:50:00.000Z')
    rosa = await room.signed('Ramona', 'reception')
    await rosa.post(`/recepcion/${centre}`, { text: maria.number })
    const [row] = await turnosOf('confirmed')
    await rosa.post(`/recepcion/${centre}`, { turno: row?.id ?? '' })
    const hours = await atHours()
    const clash = await rosa.post(hours, { slot })
    expect(wordsOf(clash.text)).toContain('Ya registró su llegada')
    const tried = await rosa.post(`${hours}/liberar`, { slot, reason: 'not-theirs' })
    expect(tried.status).toBe(409)
    expect(await turnosOf('arrived')).toHaveLength(1)
  })

  test('cannot be seen or made by any address from another agency', async () => {
    const hours = await atHours()
    const done = await rosa.post(hours, { slot })
    const turno = done.headers.location?.split('?')[0] ?? ''
    const grants = [{ role: 'reception' as const, agencyId: ayoraAgency }]
    const foreign = await signedIn(test_, await room.worker('Ayora', grants))
    for (const path of [hours, turno, `${turno}/confirmacion.pdf`]) {
      expect([403, 404]).toContain((await foreign.get(path)).status)
      expect((await foreign.get(path.replace(centre, ayoraAgency))).status).toBe(404)
    }
    expect((await foreign.post(hours.replace(centre, ayoraAgency), { slot })).status).toBe(404)
  })

  test('a visit without certificate gives a new turno in one click, with all that was known', async () => {
    const online = await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-24T15:59:00.000Z')
    const { attendance } = test_.services
    const key = { by: 'turno' as const, turnoId: online }
    await attendance.arrive(centre, key, { actor: 'kiosk' })
    const wilmer = await room.worker('Wilmer', [{ role: 'window', agencyId: centre }])
    const clerk = { staffId: wilmer.id, windowId: `${centre}-1` }
    await attendance.windows.open(clerk)
    const call = await attendance.calls.next(clerk)
    if (!call.ok) throw new Error(call.reason)
    const started = await attendance.visits.start(clerk, call.call.id)
    if (!started.ok) throw new Error(started.reason)
    const given = { kind: 'papers-missing' as const, missing: ['visa'] }
    const checks = allThere.checks.map(({ code, state }) => ({
      code,
      state: code === 'visa' ? ('missing' as const) : state,
    }))
    const found = { ...allThere, checks }
    expect(await attendance.outcomes.record(clerk, started.visitId, given, found)).toMatchObject({
      ok: true,
    })
    const browser = await signedIn(test_, wilmer)
    const window = await browser.get('/ventanilla')
    const again = load(window.text)('form[action$="/turno"]').attr('action') ?? ''
    expect(again).toContain(started.visitId)
    const note = await browser.get(again.replace(/turno$/, 'nota'))
    expect(load(note.text)(`form[action="${again}"]`)).toHaveLength(1)
    const begun = await browser.post(again)
    const done = await browser.post(begun.headers.location ?? '', { slot })
    expect(done.headers.location).toMatch(/dice=nuevo$/)
    expect((await browser.get(done.headers.location ?? '')).status).toBe(200)
    const [made] = await turnosOf('confirmed')
    expect(made?.startAt).toBe(slot)
    await test_.sendMails()
    expect(test_.mails.filter(({ id }) => id === `confirmation-${made?.id}`)).toHaveLength(1)
  })
})
