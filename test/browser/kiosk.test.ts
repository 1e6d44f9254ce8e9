import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { staffMember } from '../attendance/ground.ts'
import {
  findingsOf,
  picture,
  startBrowser,
  type TestBrowser,
  type Visit,
  type Visitor,
} from '../support/browser.ts'
import { type FakeCamera, fakeCamera } from '../support/fakeCamera.ts'
import { maria, turnoOf } from '../support/people.ts'
import { type Served, serve } from './states/served.ts'

const centre = 'guayaquil-centro'
const start = `/llegada/${centre}`

describe('the kiosk in a real browser', () => {
  let served: Served
  let camera: FakeCamera
  let browser: TestBrowser
  /** One before whose camera somebody holds the QR. */
  let filming: TestBrowser
  let reference: string
  beforeAll(async () => {
    served = await serve()
    const { services, clock } = served.test_
    const turno = await services.turnos.byId(
      await turnoOf(services, maria, '2026-11-24T16:00:00.000Z'),
    )
    if (!turno) throw new Error('No turno')
    clock.set('2026-11-24T15:40:00.000Z')
    reference = turno.reference
    camera = await fakeCamera(services.papers.qrText(turno))
    browser = await startBrowser()
    filming = await startBrowser(camera.flags)
  })
  afterAll(async () => {
    await browser.close()
    await filming.close()
    await camera.remove()
    await served.stop()
  })

  /** A tablet that a supervisor has opened as a kiosk. */
  async function tablet(visitor: Visitor = {}, where = browser): Promise<Visit> {
    const { services } = served.test_
    const { kiosks } = services.attendance
    const nonce = String(Math.random())
    const { secret } = await kiosks.open(centre, await staffMember(services), nonce)
    const visit = await where.openPage({ width: 800, baseUrl: served.url, ...visitor })
    const context = visit.page.context()
    await context.addCookies([{ name: 'quiosco', value: secret, url: served.url }])
    if (where === filming) await context.grantPermissions(['camera'], { origin: served.url })
    if (visitor.width !== 360) await visit.page.setViewportSize({ width: 800, height: 1280 })
    return visit
  }

  const label = (visit: Visit) => visit.page.locator('.door-ticket__label').textContent()

  test('without script, the reference gives the ticket, and the page leaves by itself', async () => {
    const visit = await tablet({ javaScript: false })
    const { page } = visit
    await page.goto(start)
    await page.getByLabel('Referencia').fill(reference.toLowerCase())
    await page.getByRole('button', { name: 'Registrar mi llegada' }).click()
    expect(await label(visit)).toContain('A 001')
    expect(await page.locator('noscript meta, head meta[http-equiv]').count()).toBe(1)
    expect(await page.content()).toContain(`content="20;url=${start}?idioma=es"`)
    expect(await findingsOf(page)).toEqual([expect.objectContaining({ rule: 'meta-refresh' })])
    await visit.close()
  })

  test('reads the QR that is held before the camera, and shows the ticket', async () => {
    const visit = await tablet({}, filming)
    const { page } = visit
    await page.goto(start)
    await page.waitForURL(/\/boleto\//)
    expect(await label(visit)).toContain('A 001')
    await picture(page, 'quiosco-boleto')
    expect(await findingsOf(page)).toEqual([])
    expect(visit.complaints).toEqual([])
    await page.getByRole('button', { name: '65 años o más' }).click()
    await page.getByText('Anotado.').waitFor()
    const text = await page.locator('main').textContent()
    expect(text).not.toContain('65')
    await visit.close()
  })

  test('wipes itself for the next person, in Spanish', async () => {
    const visit = await tablet({ language: 'en' })
    const { page } = visit
    await page.clock.install()
    await page.goto(`${start}?idioma=en`)
    await page.getByLabel('Reference').fill(reference)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/boleto\//)
    const ticket = page.url()
    await page.clock.runFor(19_000)
    expect(page.url()).toBe(ticket)
    await page.clock.runFor(3000)
    await page.waitForURL(`${served.url}${start}?idioma=es`)
    await page.getByRole('heading', { name: 'Registre su llegada' }).waitFor()
    served.test_.clock.set('2026-11-24T15:43:00.000Z')
    await page.goto(ticket)
    expect(new URL(page.url()).pathname).toBe(start)
    served.test_.clock.set('2026-11-24T15:40:00.000Z')
    await visit.close()
  })

  test('what was typed halfway is wiped as well', async () => {
    const visit = await tablet()
    const { page } = visit
    await page.clock.install()
    await page.goto(start)
    await page.getByLabel('Referencia').fill('K7Q')
    await page.clock.runFor(22_000)
    await page.waitForURL(/idioma=es/)
    expect(await page.getByLabel('Referencia').inputValue()).toBe('')
    await visit.close()
  })

  test('says so when the server is away, and keeps the form', async () => {
    const visit = await tablet()
    const { page } = visit
    await page.goto(start)
    await page.route('**/salud/viva', (route) => route.abort())
    await page.getByLabel('Referencia').fill(reference)
    await page.getByRole('button', { name: 'Registrar mi llegada' }).click()
    await page.getByText('No hay conexión con el servidor').waitFor()
    expect(await page.getByLabel('Referencia').inputValue()).toBe(reference)
    await page.unroute('**/salud/viva')
    await page.getByRole('button', { name: 'Registrar mi llegada' }).click()
    await page.waitForURL(/\/boleto\//)
    await visit.close()
  })

  test('by keyboard alone, from the first page to the ticket', async () => {
    const visit = await tablet({ width: 360 })
    const { page } = visit
    await page.goto(start)
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement.id')) === 'text') break
    }
    await page.keyboard.type(reference)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/boleto\//)
    expect(await label(visit)).toContain('A 001')
    await visit.close()
  })
})
