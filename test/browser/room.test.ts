import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { displayToken } from '../../src/attendance/displays.ts'
import { parseDocument } from '../../src/identity/documents.ts'
import type { Services } from '../../src/services.ts'
import { staffMember } from '../attendance/ground.ts'
import { openRoom, type Room } from '../attendance/pages/room.ts'
import {
  findingsOf,
  picture,
  startBrowser,
  type TestBrowser,
  type Visit,
} from '../support/browser.ts'
import { fakeCamera } from '../support/fakeCamera.ts'
import { cutOffOn, giveVoice, saidOn } from '../support/fakeVoice.ts'
import { browserOf, lukasz, maria, nguyen, turnoOf } from '../support/people.ts'
import { certificate, guayaquil } from '../support/story.ts'
import { until } from '../support/until.ts'
import { readPdf } from '../turno/confirmation/readPdf.ts'
import { codePage } from './pages/codePage.ts'
import { mailbox } from './pages/mailbox.ts'
import { placePage } from './pages/placePage.ts'
import { openReader } from './pages/reader.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { walkToCode } from './pages/walk.ts'
import { type Served, serve } from './states/served.ts'

const centre = 'guayaquil-centro'
const hour = '2026-11-24T16:00:00.000Z'

describe('a day in the waiting room', () => {
  let served: Served
  let services: Services
  let room: Room
  let browser: TestBrowser
  const visits: Visit[] = []
  beforeAll(async () => {
    served = await serve()
    services = served.test_.services
    room = await openRoom(served.test_)
    browser = await startBrowser()
  })
  afterAll(async () => {
    for (const visit of visits) await visit.close()
    await browser.close()
    services.attendance.changes.close()
    await served.stop()
  })

  async function open(width: number, height: number, where = browser): Promise<Page> {
    const visit = await where.openPage({ width, baseUrl: served.url })
    visits.push(visit)
    await visit.page.setViewportSize({ width, height })
    return visit.page
  }

  /** A clerk's page at a window that is open. */
  async function window(number: number): Promise<Page> {
    const grants = [{ role: 'window' as const, agencyId: centre }]
    const person = await room.worker(`Ventanilla${number}`, grants)
    const opened = await services.attendance.windows.open({
      staffId: person.id,
      windowId: `${centre}-${number}`,
    })
    if (!opened.ok) throw new Error(opened.reason)
    const value = await services.database.transaction((tx) =>
      services.staff.sessions.start(tx, person.id, false),
    )
    const page = await open(1366, 768)
    await page.context().addCookies([{ name: 'personal', value, url: served.url }])
    await page.goto('/ventanilla')
    return page
  }

  /** Books through the nine steps; the reference. */
  async function books(): Promise<string> {
    const mail = await openReader(browser, served.url)
    const reader = await openReader(browser, served.url)
    await walkToCode(reader, maria)
    await served.test_.sendMails()
    const code = await codePage(reader)
    await code.verify(await mailbox(mail).codeFor(maria.email))
    const place = await placePage(reader)
    await place.inProvince('Guayas')
    await place.choose('Guayaquil Centro (demostración)')
    await place.submit()
    const time = await timePage(reader)
    await time.choose('11:00')
    await time.yes()
    await (await summaryPage(reader)).confirm()
    await reader.page.waitForURL(/\/turnos\/[A-Z0-9-]{11}/)
    const reference = new URL(reader.page.url()).pathname.split('/').at(-1) ?? ''
    await reader.close()
    await mail.close()
    return reference
  }

  /** Somebody for whom another one comes; their turno's id. */
  async function bookedByThird(): Promise<string> {
    const { booking, clock, database, stores } = services
    const document = parseDocument(lukasz)
    const thirdParty = parseDocument({ kind: 'passport', country: 'COL', number: 'AX123456' })
    const agenda = await services.catalogue.agenda(guayaquil)
    if (!document.ok || !thirdParty.ok || !agenda) throw new Error('Nobody to book for')
    const { id } = await booking.drafts.start({
      browserSecret: browserOf(lukasz),
      nonce: 'third',
      procedureId: certificate,
      language: 'es',
    })
    await booking.setDocument(id, {
      document: document.document,
      thirdParty: thirdParty.document,
    })
    const { givenNames, surnames, email } = lukasz
    const contact = {
      holder: { givenNames, surnames },
      thirdParty: { givenNames: 'Rosa Elena', surnames: 'Guamán Cedeño' },
      email,
      phone: '+593991234567',
      consent: { version: '1', at: clock.now() },
    }
    await booking.setContact(id, contact, 'es')
    await database.transaction((tx) => stores.drafts.change(tx, id, { verifiedAt: clock.now() }))
    const placed = await booking.setPlace(id, agenda)
    if (!placed.ok) throw new Error(placed.reason)
    const held = await services.booking.hold(id, hour)
    if (!held.ok) throw new Error(held.reason)
    const made = await services.booking.confirm(id)
    if (!made.ok) throw new Error(made.reason)
    return made.turnoId
  }

  /** A tablet at the door, before whose camera somebody holds a QR; the address of the live page. */
  async function arrivesByQr(text: string): Promise<string> {
    const camera = await fakeCamera(text)
    const filming = await startBrowser(camera.flags)
    const { secret } = await services.attendance.kiosks.open(
      centre,
      await staffMember(services),
      text,
    )
    const visit = await filming.openPage({ width: 800, baseUrl: served.url })
    const context = visit.page.context()
    await context.addCookies([{ name: 'quiosco', value: secret, url: served.url }])
    await context.grantPermissions(['camera'], { origin: served.url })
    await visit.page.goto(`/llegada/${centre}`)
    await visit.page.waitForURL(/\/boleto\//)
    await filming.close()
    await camera.remove()
    const turno = await services.stores.turnos.ofDay(services.database.read, centre, '2026-11-24')
    const arrived = turno.find(({ status }) => status === 'arrived')
    const row = await services.stores.arrivals.ofTurno(services.database.read, arrived?.id ?? '')
    return row?.id ?? ''
  }

  test('from the booking to a certificate that verifies, and a copy that does not', async () => {
    const reference = await books()
    const turno = await services.turnos.byReference(reference)
    if (!turno) throw new Error('No turno')
    const third = await bookedByThird()
    served.test_.clock.set('2026-11-24T15:40:00.000Z')

    const display = await open(1920, 1080)
    await giveVoice(display)
    const token = displayToken(services.keyring, centre)
    await display.goto(`/pantalla/${centre}/enlace/${token}`)
    await display.getByRole('button', { name: 'Encender sonido' }).click()
    const arrivalId = await arrivesByQr(services.papers.qrText(turno))
    const phone = await open(360, 740)
    await phone
      .context()
      .addCookies([{ name: 'navegador', value: 'x'.repeat(32), url: served.url }])
    await phone.goto(`/turnos/enlace/${services.papers.linkToken(turno)}`)
    await phone.getByRole('link', { name: 'Ver mi lugar en la fila' }).click()
    await phone.getByText('Ahora no atiende ninguna ventanilla').waitFor()
    expect(new URL(phone.url()).pathname).toBe(`/espera/lugar/${arrivalId}`)
    await services.attendance.arrive(centre, { by: 'turno', turnoId: third }, { actor: 'kiosk' })

    const [one, two] = [await window(1), await window(2)]
    await phone.getByText('Usted es la siguiente persona').waitFor()
    await picture(phone, 'espera-siguiente')
    const pressed = Date.now()
    await Promise.all(
      [one, two].map((page) => page.getByRole('button', { name: /Llamar al siguiente/ }).click()),
    )
    await display.locator('.board__call').nth(1).waitFor()
    await phone.getByText(/Pase a la ventanilla [12]/).waitFor()
    await picture(phone, 'espera-llamado')
    const said = await until('both calls to be said twice', async () => {
      const all = await saidOn(display)
      return all.length === 4 ? all : null
    })
    expect(said.map(({ text }) => text).sort()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Boleto A, 1\. Pase a la ventanilla [12]\.$/),
        expect.stringMatching(/^Boleto A, 2\. Pase a la ventanilla [12]\.$/),
      ]),
    )
    expect(new Set(said.map(({ text }) => text)).size).toBe(2)
    expect(await cutOffOn(display)).toBe(0)
    // A generous bound: how fast it is, the bench measures.
    expect((said[0]?.at ?? Number.POSITIVE_INFINITY) - pressed).toBeLessThan(5000)
    expect(await services.attendance.displays.state(centre)).toMatchObject({ on: 1, voiceless: 0 })
    expect(await findingsOf(display)).toEqual([])
    await picture(display, 'pantalla-1080')
    await display.setViewportSize({ width: 1080, height: 1920 })
    await picture(display, 'pantalla-de-pie')

    const mine = (await one.getByText(reference).count()) > 0 ? one : two
    const theirs = mine === one ? two : one
    await mine.getByRole('button', { name: /atender/ }).click()
    await presentAll(mine)
    await picture(mine, 'ventanilla-visita')
    await mine.getByRole('button', { name: /Emitir certificado/ }).click()
    const paper = mine.getByRole('link', { name: /^Certificado/ })
    const answer = await mine.request.get((await paper.getAttribute('href')) ?? '')
    const { text } = readPdf(await answer.body())
    const code = /\b[A-Z0-9]{4}(-[A-Z0-9]{4}){3}\b/.exec(text)?.[0] ?? ''
    await phone.getByText('Gracias por venir').waitFor()
    await picture(phone, 'espera-atendido')

    await phone.goto(`/verificar/${code}`)
    await phone.getByText('Es auténtico y está vigente').waitFor()
    await phone.getByLabel('Número del documento').fill(maria.number)
    await phone.getByRole('button', { name: 'Comparar' }).click()
    await phone.getByText('Es lo que dice el certificado').waitFor()
    // A copy with another's document, and one with another code.
    await phone.getByLabel('Número del documento').fill(lukasz.number)
    await phone.getByRole('button', { name: 'Comparar' }).click()
    await phone.getByText('No coincide').waitFor()
    const altered = (code.startsWith('A') ? 'B' : 'A') + code.slice(1)
    await phone.goto(`/verificar/${altered}`)
    await phone.getByText('No es auténtico').waitFor()

    // Once more: a third party came, and a paper is missing.
    await theirs.getByRole('button', { name: /atender/ }).click()
    await theirs.getByText('Rosa Elena').waitFor()
    expect(await theirs.getByLabel('Viene otra persona en su lugar').isChecked()).toBe(true)
    await presentAll(theirs)
    await theirs.locator('.visit__checks--third input[value=missing]').first().check()
    await theirs.getByRole('button', { name: /Emitir certificado/ }).click()
    await theirs.getByText('Todavía no se puede emitir').waitFor()
    await theirs.getByRole('button', { name: /Faltan papeles/ }).click()
    await theirs.getByRole('link', { name: /^Qué traer/ }).click()
    await theirs.getByRole('heading', { name: 'Para su próxima visita' }).waitFor()
    await picture(theirs, 'ventanilla-nota')
  }, 120_000)

  /** Says of every paper that it is there. */
  async function presentAll(page: Page): Promise<void> {
    // The step before leads here by a script, so the click does not wait for the page, nor for its own.
    await page.locator('.check').first().waitFor()
    await page.waitForLoadState('load')
    const open = page.locator('.check:has(input[value=present]:not(:checked)):visible')
    while ((await open.count()) > 0) {
      await open.first().locator('input[value=present]').check({ force: true })
    }
  }

  test('a window without the network keeps everything, checks papers, and sends what waited once', async () => {
    const { clock } = served.test_
    clock.set('2026-11-24T17:00:00.000Z')
    const turnoId = await turnoOf(services, nguyen, '2026-11-24T19:20:00.000Z')
    const turno = await services.turnos.byId(turnoId)
    if (!turno) throw new Error('No turno')
    clock.set('2026-11-24T19:10:00.000Z')
    await services.attendance.arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' })
    const page = await window(3)
    await page.getByRole('button', { name: /Llamar al siguiente/ }).click()
    await page.getByRole('button', { name: /atender/ }).click()
    const notes = page.getByLabel('Notas')
    await notes.waitFor()
    const visitId = (await page.locator('[name=visit]').getAttribute('value')) ?? ''
    let sent = 0
    page.on('requestfinished', (request) => {
      if (request.method() === 'POST') sent += 1
    })

    await page.context().setOffline(true)
    await page.locator('.check input[value=missing]').first().check({ force: true })
    await page.getByRole('button', { name: /Guardar/ }).click()
    await page.getByText('Su paso se enviará solo cuando vuelva').waitFor()
    await notes.fill('Trae la visa el jueves')
    const paper = page.locator('#paper')
    const answer = page.locator('[data-paper-answer]')
    const check = page.getByRole('button', { name: 'Comprobar' })
    const genuine = services.papers.qrText(turno)
    await paper.fill(genuine)
    await check.click()
    await answer.getByText('Sin conexión: se comprobó por la firma').waitFor()
    // The last letter has bits to spare, and a text that sets one of them is no confirmation at all.
    await paper.fill(genuine.slice(0, -2) + (genuine.endsWith('AA') ? 'IA' : 'AA'))
    await check.click()
    await answer.getByText('La confirmación no es auténtica').waitFor()
    await picture(page, 'ventanilla-sin-red')
    expect(await findingsOf(page)).toEqual([])
    expect(sent).toBe(0)

    await page.context().setOffline(false)
    await page.waitForURL(/aviso=saved/)
    expect(sent).toBe(1)
    const kept = await services.attendance.visits.byId(visitId)
    expect(kept?.notes).toBe('Trae la visa el jueves')
    expect(kept?.checklist.filter(({ state }) => state === 'missing')).toHaveLength(1)

    // What was typed and not sent survives a page that is loaded again, and goes with the visit.
    await notes.fill('Y una copia')
    await page.reload()
    expect(await notes.inputValue()).toBe('Y una copia')
    await page.getByRole('button', { name: /Desistió/ }).click()
    await page.getByRole('button', { name: /Llamar al siguiente/ }).waitFor()
    expect((await services.attendance.visits.byId(visitId))?.notes).toBe('Y una copia')
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
  }, 60_000)
})
