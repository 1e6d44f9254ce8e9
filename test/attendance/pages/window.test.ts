import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { type StaffBrowser, signedIn, type Worker } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, turnoOf } from '../../support/people.ts'
import { wordsOf } from '../../support/visitor.ts'
import { centre } from '../ground.ts'
import { ayoraAgency, certified, openRoom, type Room, walkedIn } from './room.ts'

const hour = '2026-11-24T16:00:00.000Z'
const present = { 'check.passport': 'present', 'check.visa': 'present', 'check.letter': 'present' }
const lukasz = {
  givenNames: 'Łukasz',
  surnames: 'Żółć',
  kind: 'passport',
  country: 'POL',
  number: 'EK1234567',
}

describe('the window', () => {
  let test_: TestApp
  let room: Room
  let ana: Worker
  let browser: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    room = await openRoom(test_)
    ana = await room.worker('Ana', [{ role: 'window', agencyId: centre }])
    browser = await signedIn(test_, ana)
  })
  afterEach(() => test_.stop())

  const open = () => browser.post('/ventanilla/abrir', { window: `${centre}-1` })
  const page = async () => load((await browser.get('/ventanilla')).text)
  const hidden = ($: Awaited<ReturnType<typeof page>>, name: string) =>
    $(`#visit [name=${name}]`).attr('value') ?? ''
  const current = () => test_.services.attendance.calls.current(`${centre}-1`)

  /** One more person who waits, called to the open window; answers the call's id. */
  async function called(nonce = 'one') {
    await walkedIn(test_, centre, nonce)
    await browser.post('/ventanilla/siguiente')
    return hidden(await page(), 'call')
  }

  async function visiting() {
    const call = await called()
    await browser.post('/ventanilla/atender', { call })
    return { call, visit: hidden(await page(), 'visit') }
  }

  test('is chosen among those of the own agencies, opened and closed', async () => {
    const choice = wordsOf((await browser.get('/ventanilla')).text)
    expect(choice).toContain('Ventanilla 3')
    expect(choice).not.toContain('Puerto Ayora')
    await open()
    expect((await page())('h1').text()).toBe('Ventanilla 1')
    const other = await room.signed('Berta', 'window')
    const taken = await other.post('/ventanilla/abrir', { window: `${centre}-1` })
    expect(taken.headers.location).toBe('/ventanilla?aviso=window-taken')
    await browser.post('/ventanilla/cerrar')
    expect((await page())('h1').text()).toBe('Abra su ventanilla')
  })

  test('of another agency is not opened', async () => {
    const refused = await browser.post('/ventanilla/abrir', { window: `${ayoraAgency}-1` })
    expect(refused.status).toBe(403)
    expect((await test_.services.attendance.windows.find(`${ayoraAgency}-1`))?.clerk).toBeNull()
  })

  test('is lost with the role at its agency, though the shift is open', async () => {
    await open()
    await walkedIn(test_, centre, 'one')
    const elsewhere = [{ role: 'window' as const, agencyId: ayoraAgency }]
    await test_.services.staff.accounts.setRoles(ana.email, elsewhere, 'operator')
    browser = await signedIn(test_, ana)
    const choice = wordsOf((await browser.get('/ventanilla')).text)
    expect(choice).toContain('Abra su ventanilla')
    expect(choice).not.toContain('A 001')
    const step = await browser.post('/ventanilla/siguiente')
    expect(step.headers.location).toBe('/ventanilla?aviso=not-your-window')
    expect(await current()).toBeNull()
    await browser.post('/ventanilla/abrir', { window: `${ayoraAgency}-1` })
    expect(wordsOf((await browser.get('/ventanilla')).text)).toContain('Puerto Ayora')
  })

  test('shows who waits and why, and names nobody there', async () => {
    await turnoOf(test_.services, maria, hour)
    await open()
    await walkedIn(test_, centre, 'one')
    const queue = (await page())('#queue').text()
    expect(queue).toContain('A 001')
    expect(queue).toContain('Desde su llegada, 09:00 · sin hora +30 min')
    expect(queue).not.toContain('Żółć')
  })

  test('calls one person however often “next” is sent', async () => {
    await open()
    await walkedIn(test_, centre, 'one')
    test_.clock.advance({ seconds: 1 })
    await walkedIn(test_, centre, 'two')
    await Promise.all([1, 2, 3].map(() => browser.post('/ventanilla/siguiente')))
    expect((await current())?.arrival.label).toBe('A 001')
    const figures = await test_.services.attendance.day.figures(centre)
    expect(figures?.people).toMatchObject({ called: 1, waiting: 1 })
  })

  test('calls again after the interval, once per press', async () => {
    await open()
    const call = await called()
    const soon = await browser.post('/ventanilla/repetir', { call, told: '1' })
    expect(soon.headers.location).toBe('/ventanilla?aviso=too-soon')
    test_.clock.advance({ seconds: 30 })
    for (const _ of [1, 2]) await browser.post('/ventanilla/repetir', { call, told: '1' })
    expect((await current())?.told).toBe(2)
  })

  test.each([
    ['ausente', {}, 'no-show'],
    ['apartar', { parkReason: 'copies' }, 'parked'],
    ['se-va', {}, 'left'],
    ['pasar', { toProcedure: 'x', transferReason: 'language' }, 'called'],
  ] as const)('ends a call by “%s”', async (step, fields, status) => {
    await open()
    const call = await called()
    const arrivalId = (await current())?.arrival.id ?? ''
    for (const _ of [1, 2]) await browser.post(`/ventanilla/${step}`, { call, ...fields })
    const { database, stores } = test_.services
    expect((await stores.arrivals.find(database.read, arrivalId))?.status).toBe(status)
  })

  test('puts back who was set aside, and takes the last step back within 30 seconds', async () => {
    await open()
    const call = await called()
    await browser.post('/ventanilla/apartar', { call })
    const arrival = (await page())('#queue [name=arrival]').first().attr('value') ?? ''
    await browser.post('/ventanilla/devolver', { arrival })
    expect((await page())('#queue .queue__one--parked')).toHaveLength(0)
    await browser.post('/ventanilla/siguiente')
    expect((await page())('form[action="/ventanilla/deshacer"]')).toHaveLength(1)
    await browser.post('/ventanilla/deshacer')
    expect(await current()).toBeNull()
    await browser.post('/ventanilla/siguiente')
    test_.clock.advance({ seconds: 31 })
    expect((await page())('form[action="/ventanilla/deshacer"]')).toHaveLength(0)
    const late = await browser.post('/ventanilla/deshacer')
    expect(late.headers.location).toBe('/ventanilla?aviso=nothing')
  })

  test('calls out of order by the ticket, with a reason', async () => {
    await open()
    await walkedIn(test_, centre, 'one')
    await walkedIn(test_, centre, 'two')
    const unsaid = await browser.post('/ventanilla/elegir', { ticket: 'A 002' })
    expect(unsaid.headers.location).toBe('/ventanilla?aviso=not-waiting')
    await browser.post('/ventanilla/elegir', { ticket: 'a2', reason: 'helper' })
    expect((await current())?.arrival.label).toBe('A 002')
  })

  test('keeps checklist and notes with every button', async () => {
    await open()
    const { call, visit } = await visiting()
    const typed = { call, visit, 'check.visa': 'missing', notes: 'Vuelve con la visa', told: '1' }
    await browser.post('/ventanilla/pasar', typed)
    const $ = await page()
    expect($('#notes').text()).toBe('Vuelve con la visa')
    expect($('[name="check.visa"]:checked').attr('value')).toBe('missing')
  })

  test('issues nothing while papers are open, and keeps what was marked', async () => {
    await open()
    const { visit } = await visiting()
    const marked = { visit, ...present, 'check.visa': 'missing', ...lukasz, outcome: 'issued' }
    const refused = await browser.post('/ventanilla/resultado', marked)
    expect(refused.headers.location).toBe('/ventanilla?aviso=papers-open')
    expect((await page())('[name="check.visa"]:checked').attr('value')).toBe('missing')
  })

  test('issues nothing about somebody who cannot be named', async () => {
    await open()
    const { visit } = await visiting()
    const wrong = { visit, ...present, ...lukasz, surnames: '1234', outcome: 'issued' }
    const refused = await browser.post('/ventanilla/resultado', wrong)
    expect(refused.headers.location).toBe('/ventanilla?aviso=whom')
  })

  test('issues one certificate, gives its PDF, and corrects it by another row', async () => {
    await open()
    const { visit } = await visiting()
    const form = { visit, ...present, ...lukasz, notes: '', outcome: 'issued' }
    const sent = await Promise.all([1, 2].map(() => browser.post('/ventanilla/resultado', form)))
    for (const { headers } of sent) expect(headers.location).toBe('/ventanilla?aviso=issued')
    const $ = await page()
    expect($('.ended').text()).toContain('09-2026-000001')
    const pdfUrl = $('.ended a[href*=certificados]').attr('href') ?? ''
    const pdf = await browser.get(pdfUrl).buffer(true)
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.headers['cache-control']).toBe('no-store')
    const correctUrl = $('.ended a[href*=correccion]').attr('href') ?? ''
    const correction = { outcome: 'affiliated', reason: 'new-facts', corrects: '1' }
    const unsaid = await browser.post(correctUrl, { ...correction, reason: '' })
    expect(unsaid.status).toBe(422)
    for (const _ of [1, 2]) {
      expect((await browser.post(correctUrl, correction)).status).toBe(303)
    }
    const found = await test_.services.attendance.visits.byId(visit)
    expect(found?.outcomes.map(({ kind }) => kind)).toEqual(['issued', 'affiliated'])
    const id = pdfUrl.split('/').at(-1) ?? ''
    expect((await test_.services.attendance.certificates.byId(id))?.annulledAt).not.toBeNull()
    expect((await browser.get(pdfUrl)).status).toBe(200)
  })

  test('gives a note of what to bring to who had papers missing', async () => {
    await open()
    const { visit } = await visiting()
    const form = { visit, ...present, 'check.letter': 'missing', outcome: 'papers-missing' }
    await browser.post('/ventanilla/resultado', form)
    const note = (await page())('.ended a[href*=nota]').attr('href') ?? ''
    expect(wordsOf((await browser.get(note)).text)).toContain('Solicitud firmada')
  })

  test('tells a genuine confirmation from another turno’s and from a forged one', async () => {
    const id = await turnoOf(test_.services, maria, hour)
    const turno = await test_.services.turnos.byId(id)
    if (!turno) throw new Error('No turno')
    test_.clock.set('2026-11-24T15:50:00.000Z')
    browser = await signedIn(test_, ana)
    await open()
    await test_.services.attendance.arrive(centre, { by: 'turno', turnoId: id }, { actor: 'kiosk' })
    await browser.post('/ventanilla/siguiente')
    await browser.post('/ventanilla/atender', { call: hidden(await page(), 'call') })
    const visit = hidden(await page(), 'visit')
    const said = async (paper: string) =>
      (await browser.post('/ventanilla/comprobar', { visit, paper })).headers.location
    const qr = test_.services.papers.qrText(turno)
    expect(await said(qr)).toBe('/ventanilla?aviso=paper-genuine')
    const other = { ...turno, startAt: '2026-11-24T17:00:00.000Z' }
    expect(await said(test_.services.papers.qrText(other))).toBe('/ventanilla?aviso=paper-older')
    const swapped = qr.slice(0, -40) + (qr.at(-40) === 'B' ? 'C' : 'B') + qr.slice(-39)
    expect(await said(swapped)).toBe('/ventanilla?aviso=paper-forged')
    expect(await said('hola')).toBe('/ventanilla?aviso=paper-unreadable')
  })

  test('sees nothing of another agency by any id', async () => {
    const far = await room.worker('Lejana', [{ role: 'window', agencyId: ayoraAgency }])
    const theirs = await certified(test_, ayoraAgency, far.id)
    const waiting = await walkedIn(test_, ayoraAgency, 'waits')
    await open()
    for (const path of [
      `visitas/${theirs.visitId}/correccion`,
      `visitas/${theirs.visitId}/nota`,
      `certificados/${theirs.certificateId}`,
    ]) {
      expect([path, (await browser.get(`/ventanilla/${path}`)).status]).toEqual([path, 403])
    }
    const correction = { outcome: 'affiliated', reason: 'new-facts', corrects: '1' }
    const corrected = await browser.post(
      `/ventanilla/visitas/${theirs.visitId}/correccion`,
      correction,
    )
    expect(corrected.status).toBe(403)
    const ids = { arrival: waiting, reason: 'helper', ticket: '', visit: theirs.visitId }
    for (const step of ['elegir', 'devolver', 'guardar', 'resultado', 'comprobar']) {
      await browser.post(`/ventanilla/${step}`, { ...ids, outcome: 'withdrew', notes: 'x' })
    }
    const { database, stores } = test_.services
    expect((await stores.arrivals.find(database.read, waiting))?.status).toBe('waiting')
    const visit = await test_.services.attendance.visits.byId(theirs.visitId)
    expect([visit?.notes, visit?.outcomes.length]).toEqual(['', 1])
  })

  test('is kept fresh by a part of its own that names nobody', async () => {
    await open()
    await called()
    const part = await browser.get('/ventanilla/cola')
    expect(part.status).toBe(200)
    expect(part.headers['cache-control']).toBe('no-store')
    expect(load(part.text)('#queue').attr('data-stamp')).toBe(
      (await page())('#queue').attr('data-stamp'),
    )
    expect(part.text).not.toContain('Żółć')
  })
})
