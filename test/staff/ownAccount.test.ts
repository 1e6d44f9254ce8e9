import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { otpauthUri } from '../../src/staff/totp.ts'
import { qrSvg } from '../../src/turno/confirmation/qr.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { wordsOf } from '../support/visitor.ts'
import {
  ana,
  codeNow,
  guayaquilCentro,
  phrase,
  type StaffBrowser,
  signedIn,
  staffBrowser,
  tomas,
  type Worker,
  worker,
} from './people.ts'

const factor = '/personal/cuenta/segundo-factor'
const clave = '/personal/cuenta/clave'
const other = 'neblina entre ceibos viejos'

describe('one’s own account', () => {
  let test_: TestApp
  let clerk: Worker
  let browser: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    clerk = await worker(test_, ana, [{ role: 'window', agencyId: guayaquilCentro }], phrase)
    browser = await signedIn(test_, clerk)
  })
  afterEach(() => test_.stop())

  /** The secret that the page offers, as one would type it into an app. */
  const offered = async (who = browser) =>
    load((await who.get(factor).expect(200)).text)('.factor-secret')
      .text()
      .replace(/ /g, '')

  /** Sets the second factor up as a person would; answers its secret and the recovery codes. */
  async function setUp(who = browser, fields: Record<string, string> = {}) {
    const secret = await offered(who)
    const answer = await who.post(factor, { ...fields, code: codeNow(test_, secret) })
    const codes = load(answer.text)('.recovery-codes li')
      .map((_, one) => load(one).text())
      .get()
    return { secret, codes, status: answer.status, answer }
  }

  test('another password ends the sessions elsewhere and keeps this one, anew', async () => {
    const elsewhere = await signedIn(test_, clerk)
    const before = browser.cookie('personal')
    const answer = await browser.post(clave, { current: phrase, password: other, again: other })
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal/cuenta'])
    expect(browser.cookie('personal')).not.toBe(before)
    await browser.get('/personal/cuenta').expect(200)
    await elsewhere.get('/personal/cuenta').expect(303)
    expect((await staffBrowser(test_).signIn(ana.email, phrase)).status).toBe(422)
    expect((await staffBrowser(test_).signIn(ana.email, other)).status).toBe(303)
  })

  test('another password takes the one before, at most five times a minute', async () => {
    const fields = { current: 'no es esta', password: other, again: other }
    for (let n = 0; n < 5; n += 1) {
      const answer = await browser.post(clave, fields)
      expect(answer.status).toBe(422)
      expect(load(answer.text)('a[href="#current"]').text()).toContain('no es correcta')
    }
    expect((await browser.post(clave, { ...fields, current: phrase })).status).toBe(429)
  })

  test('a password that will not do is refused with the reason', async () => {
    for (const [password, again, why] of [
      ['corta', 'corta', 'al menos 15'],
      ['iess guayaquil 2026 Ana', 'iess guayaquil 2026 Ana', 'fácil de adivinar'],
      [other, phrase, 'no son iguales'],
    ] as const) {
      const answer = await browser.post(clave, { current: phrase, password, again })
      expect([answer.status, wordsOf(answer.text)]).toEqual([422, expect.stringContaining(why)])
    }
    expect((await staffBrowser(test_).signIn(ana.email, phrase)).status).toBe(303)
  })

  test('the second factor is set up by the code of what the QR says', async () => {
    const secret = await offered()
    expect(await offered()).toBe(secret)
    const qr = await browser.get(`${factor}/qr.svg`).buffer(true).expect(200)
    expect(qr.headers['cache-control']).toBe('no-store')
    const uri = otpauthUri(secret, 'IESS', ana.email)
    const label = 'Código QR para la aplicación de códigos'
    expect(String(qr.body)).toBe(qrSvg(uri, { label }))
    const wrong = await browser.post(factor, { code: '000000' })
    expect(wrong.status).toBe(422)
    const elsewhere = await signedIn(test_, clerk)
    const { codes, status } = await setUp()
    expect([status, codes.length]).toEqual([200, 10])
    await browser.get('/personal/cuenta').expect(200)
    await elsewhere.get('/personal/cuenta').expect(303)
    const half = await staffBrowser(test_).signIn(ana.email, phrase)
    expect(half.headers.location).toBe('/personal/entrar/codigo')
  })

  test('the code that set it up does not sign in as well', async () => {
    const { secret } = await setUp()
    const next = staffBrowser(test_)
    await next.signIn(ana.email, phrase)
    const code = codeNow(test_, secret)
    expect((await next.post('/personal/entrar/codigo', { code })).status).toBe(422)
    test_.clock.advance({ seconds: 30 })
    const later = codeNow(test_, secret)
    expect((await next.post('/personal/entrar/codigo', { code: later })).status).toBe(303)
  })

  test('each person and each telephone is offered another secret', async () => {
    const first = await offered()
    const second = await offered(await signedIn(test_, clerk))
    await setUp()
    expect(new Set([first, second, await offered()]).size).toBe(3)
  })

  test('another telephone, new codes and doing without take the password', async () => {
    const { codes } = await setUp()
    const secret = await offered()
    const code = codeNow(test_, secret)
    expect((await browser.post(factor, { code })).status).toBe(422)
    expect((await browser.post(`${factor}/codigos`)).status).toBe(422)
    expect((await browser.post(`${factor}/fin`)).status).toBe(422)
    const renewed = await browser.post(`${factor}/codigos`, { current: phrase })
    expect(renewed.status).toBe(200)
    expect(renewed.text).not.toContain(codes[0])
    expect((await setUp(browser, { current: phrase })).status).toBe(200)
    const gone = await browser.post(`${factor}/fin`, { current: phrase })
    expect([gone.status, gone.headers.location]).toEqual([303, '/personal/cuenta'])
    expect((await staffBrowser(test_).signIn(ana.email, phrase)).headers.location).toBe('/personal')
  })

  test('with it a shorter password will do, and without it that one will not', async () => {
    await setUp()
    const short = 'ceibo#9x'
    const changed = await browser.post(clave, { current: phrase, password: short, again: short })
    expect(changed.status).toBe(303)
    const answer = await browser.post(`${factor}/fin`, { current: short })
    expect([answer.status, wordsOf(answer.text)]).toEqual([
      422,
      expect.stringContaining('al menos 15'),
    ])
  })

  test('the account of the demonstration, without password, may choose one', async () => {
    const none = await worker(test_, tomas, [{ role: 'admin', agencyId: null }])
    const theirs = await signedIn(test_, none)
    expect((await theirs.get(clave)).text).not.toContain('name="current"')
    expect((await theirs.post(clave, { password: other, again: other })).status).toBe(303)
    expect((await staffBrowser(test_).signIn(tomas.email, other)).status).toBe(303)
  })

  test('pages are complete in English', async () => {
    for (const path of ['/personal/cuenta', clave, factor]) {
      const page = await browser.get(`${path}?idioma=en`).expect(200)
      expect(load(page.text)('html').attr('lang')).toBe('en')
    }
  })
})

describe('outside demo mode', () => {
  test('a supervisor sets the second factor up before all else, and keeps it', async () => {
    const test_ = await startTestApp({ config: { demo: false } })
    const roles = [{ role: 'supervisor' as const, agencyId: guayaquilCentro }]
    await worker(test_, tomas, roles, phrase)
    const browser = staffBrowser(test_)
    await browser.signIn(tomas.email, phrase)
    const led = await browser.get('/personal').expect(303)
    expect(led.headers.location).toBe(factor)
    const page = await browser.get(factor).expect(200)
    expect(wordsOf(page.text)).toContain('Su función exige el segundo paso')
    const secret = load(page.text)('.factor-secret').text().replace(/ /g, '')
    expect((await browser.post(factor, { code: codeNow(test_, secret) })).status).toBe(200)
    await browser.get('/personal/cuenta').expect(200)
    expect((await browser.post(`${factor}/fin`, { current: phrase })).status).toBe(403)
    await test_.stop()
  })

  test.each([
    ['privileged', undefined],
    ['everyone', factor],
  ] as const)('a clerk needs it where the setting says so: %s', async (setting, goes) => {
    const config = { demo: false, staffSecondFactor: setting }
    const test_ = await startTestApp({ config })
    const clerk = await worker(test_, ana, [{ role: 'window', agencyId: guayaquilCentro }])
    const browser = await signedIn(test_, clerk)
    expect((await browser.get('/personal/cuenta')).headers.location).toBe(goes)
    await test_.stop()
  })
})
