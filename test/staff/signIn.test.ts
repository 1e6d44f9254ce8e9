import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import express from 'express'
import request from 'supertest'
import { createSessionCookie } from '../../src/staff/sessionCookie.ts'
import { createCookies } from '../../src/web/cookies.ts'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { comparable, wordsOf } from '../support/visitor.ts'
import {
  ana,
  codeNow,
  guayaquilCentro,
  phrase,
  signedIn,
  staffBrowser,
  type Worker,
  withFactor,
  worker,
} from './people.ts'

describe('signing in', () => {
  let test_: TestApp
  let clerk: Worker
  beforeEach(async () => {
    test_ = await startTestApp({ config: { trustProxy: 1 } })
    clerk = await worker(test_, ana, [{ role: 'window', agencyId: guayaquilCentro }], phrase)
  })
  afterEach(() => test_.stop())

  test('the right password lets in, to the first page of the menu', async () => {
    const browser = staffBrowser(test_)
    const answer = await browser.signIn(ana.email, phrase)
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal'])
    const page = await browser.get('/personal/cuenta').expect(200)
    expect(wordsOf(page.text)).toContain(ana.name)
    expect(wordsOf(page.text)).toContain('Guayaquil Centro (demostración)')
  })

  test('the address may be written in capitals, the password composed otherwise', async () => {
    const answer = await staffBrowser(test_).signIn(' ANA@IESS.example ', phrase.normalize('NFD'))
    expect(answer.status).toBe(303)
  })

  test('the cookie is for this site alone, and only its hash is kept', async () => {
    const browser = staffBrowser(test_)
    const answer = await browser.signIn(ana.email, phrase)
    const header = [answer.headers['set-cookie']]
      .flat()
      .find((line) => /^personal=/.test(line ?? ''))
    expect(header).toMatch(/^personal=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/)
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.staffSessions)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(browser.cookie('personal') ?? 'no cookie')
  })

  test('over https the cookie has the name that no other host can set', async () => {
    const { staff } = test_.services
    const cookie = createSessionCookie({
      cookies: createCookies(true),
      sessions: staff.sessions,
      mustSetUpFactor: () => false,
    })
    const app = express().get('/', (_request, response) => {
      cookie.write(response, 'secret')
      response.end()
    })
    const answer = await request(app).get('/')
    expect(answer.headers['set-cookie']).toEqual([
      '__Host-personal=secret; Path=/; HttpOnly; Secure; SameSite=Strict',
    ])
  })

  test('a wrong password, an unknown address and a disabled account are answered alike', async () => {
    const off = { name: 'Ya No', email: 'fuera@iess.example' }
    await worker(test_, off, [{ role: 'window', agencyId: guayaquilCentro }], phrase)
    const { database, staff, stores } = test_.services
    await staff.accounts.disable(off.email, 'operator')
    // As if the password had stayed: the state alone keeps them out.
    const { passwordHash } = (await stores.staff.find(database.read, clerk.id)) ?? {}
    const closed = await staff.accounts.byEmail(off.email)
    if (!passwordHash || !closed) throw new Error('No account')
    await database.transaction((tx) => stores.staff.change(tx, closed.id, { passwordHash }))
    const answers = await Promise.all(
      [
        [ana.email, 'otra frase cualquiera'],
        ['nadie@iess.example', phrase],
        [off.email, phrase],
      ].map(async ([email = '', password = '']) => {
        const answer = await staffBrowser(test_).signIn(email, password)
        return {
          status: answer.status,
          headers: Object.keys(answer.headers).sort(),
          text: comparable(answer.text).replaceAll(email, ''),
        }
      }),
    )
    expect(answers[0]?.status).toBe(422)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(answers[0]?.text).toContain('El correo o la contraseña no son correctos')
  })

  test.each([
    ['', phrase, 'email', 'Escriba su correo electrónico'],
    [ana.email, '', 'password', 'Escriba su contraseña'],
  ])('a missing field is named: %j %j', async (email, password, id, message) => {
    const answer = await staffBrowser(test_).signIn(email, password)
    const $ = load(answer.text)
    expect(answer.status).toBe(422)
    expect($(`.govuk-error-summary a[href="#${id}"]`).text()).toBe(message)
    expect($('#email').attr('value') ?? '').toBe(email)
    expect($('#password').attr('value')).toBeUndefined()
  })

  test('it goes on to where one wanted to go, and never to another host', async () => {
    for (const [back, goes] of [
      ['/personal/cuenta?x=1', '/personal/cuenta?x=1'],
      ['//evil.example/', '/personal'],
      ['/\\evil.example', '/personal'],
      ['https://evil.example', '/personal'],
      ['/%0d%0aevil', '/%0d%0aevil'],
      ['/\t/evil.example', '/personal'],
    ] as const) {
      const browser = staffBrowser(test_)
      const page = await browser.get(`/personal/entrar?${new URLSearchParams({ volver: back })}`)
      const carried = load(page.text)('input[name="back"]').attr('value') ?? ''
      const answer = await browser.post('/personal/entrar', {
        email: ana.email,
        password: phrase,
        back: goes === '/personal' ? back : carried,
      })
      expect([back, answer.headers.location]).toEqual([back, goes])
    }
  })

  test('the session one came with ends, whatever it was', async () => {
    const browser = await signedIn(test_, clerk)
    const before = browser.cookie('personal')
    await browser.signIn(ana.email, phrase)
    expect(browser.cookie('personal')).not.toBe(before)
    const old = staffBrowser(test_)
    old.giveCookie('personal', before ?? '')
    const answer = await old.get('/personal/cuenta')
    expect(answer.headers.location).toBe('/personal/entrar?volver=%2Fpersonal%2Fcuenta')
  })

  test('a hash of another cost is made anew, and no other', async () => {
    const { database, stores } = test_.services
    const { hash } = await import('@node-rs/argon2')
    const old = await hash(phrase.normalize('NFC'), { memoryCost: 8192, timeCost: 1 })
    await database.transaction((tx) => stores.staff.change(tx, clerk.id, { passwordHash: old }))
    const stored = async () => (await stores.staff.find(database.read, clerk.id))?.passwordHash
    expect((await staffBrowser(test_).signIn(ana.email, phrase)).status).toBe(303)
    const renewed = await stored()
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await staffBrowser(test_).signIn(ana.email, phrase)).status).toBe(303)
    expect(await stored()).toBe(renewed)
  })

  test('what happened is on record, without addresses', async () => {
    await staffBrowser(test_).signIn('nadie@iess.example', 'x')
    await staffBrowser(test_).signIn(ana.email, 'x')
    await staffBrowser(test_).signIn(ana.email, phrase)
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.audit)
    const told = rows.map(({ actor, action, subject }) => [actor, action, subject])
    expect(told).toContainEqual(['nobody', 'sign-in-failed', 'nobody'])
    expect(told).toContainEqual(['nobody', 'sign-in-failed', `staff:${clerk.id}`])
    expect(told).toContainEqual([`staff:${clerk.id}`, 'sign-in', `staff:${clerk.id}`])
    expect(JSON.stringify(rows)).not.toMatch(/iess\.example|127\.0\.0|Chiriboga/)
  })
})

describe.each(dialects)('the second step on %s', (dialect) => {
  let test_: TestApp
  let clerk: Worker
  let secret: string
  beforeEach(async () => {
    test_ = await startTestApp({ dialect, config: { trustProxy: 1 } })
    clerk = await worker(test_, ana, [{ role: 'window', agencyId: guayaquilCentro }], phrase)
    secret = await withFactor(test_, clerk)
  })
  afterEach(() => test_.stop())

  async function halfway() {
    const browser = staffBrowser(test_)
    const answer = await browser.signIn(ana.email, phrase)
    expect(answer.headers.location).toBe('/personal/entrar/codigo')
    return browser
  }
  const give = (browser: ReturnType<typeof staffBrowser>, fields: Record<string, string>) =>
    browser.post('/personal/entrar/codigo', fields)

  test('the password alone opens nothing but the page for the code', async () => {
    const browser = await halfway()
    const answer = await browser.get('/personal/cuenta').expect(303)
    expect(answer.headers.location).toMatch(/^\/personal\/entrar\?/)
    await browser.get('/personal/entrar/codigo').expect(200)
  })

  test.each([-1, 0, 1])('the code of a step %i away is good, once', async (away) => {
    const browser = await halfway()
    const first = browser.cookie('personal')
    const code = codeNow(test_, secret, away)
    const answer = await give(browser, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal'])
    expect(browser.cookie('personal')).not.toBe(first)
    await browser.get('/personal/cuenta').expect(200)
    const again = await give(await halfway(), { code })
    expect([again.status, wordsOf(again.text)]).toEqual([422, expect.stringContaining('ya se usó')])
  })

  test('codes of steps further away, or older than the last one used, are not', async () => {
    for (const away of [-2, 2]) {
      expect((await give(await halfway(), { code: codeNow(test_, secret, away) })).status).toBe(422)
    }
    expect((await give(await halfway(), { code: codeNow(test_, secret, 1) })).status).toBe(303)
    expect((await give(await halfway(), { code: codeNow(test_, secret, 0) })).status).toBe(422)
  })

  test('of five browsers with one code one comes in', async () => {
    const browsers = await Promise.all(Array.from({ length: 5 }, halfway))
    const code = codeNow(test_, secret)
    const answers = await Promise.all(browsers.map((browser) => give(browser, { code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422])
  })

  test('the page waits ten minutes for it', async () => {
    const browser = await halfway()
    test_.clock.advance({ minutes: 10 })
    const answer = await give(browser, { code: codeNow(test_, secret) })
    expect(answer.headers.location).toBe('/personal/entrar')
  })

  test('a recovery code is good once, however it is typed', async () => {
    const codes = await test_.services.staff.own.renewCodes(clerk.id)
    expect(codes).toHaveLength(10)
    const [first = ''] = codes ?? []
    expect(first).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/)
    const typed = ` ${first.toLowerCase().replace('-', '').replaceAll('o', '0')} `
    const [one, two] = await Promise.all([halfway(), halfway()])
    if (!one || !two) throw new Error('No browser')
    const answers = await Promise.all(
      [one, two].map((browser) => give(browser, { recovery: typed })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await test_.services.staff.accounts.byId(clerk.id))?.recoveryCodes).toBe(9)
  })

  test('five wrong codes, and it has to wait; a device it was let in on does not', async () => {
    const known = await halfway()
    await give(known, { code: codeNow(test_, secret) })
    test_.clock.advance({ minutes: 1 })
    const stranger = await halfway()
    for (let n = 0; n < 5; n += 1)
      expect((await give(stranger, { code: '000000' })).status).toBe(422)
    const sixth = await give(stranger, { code: codeNow(test_, secret) })
    expect([sixth.status, sixth.headers['retry-after']]).toEqual([429, '300'])
    await known.signIn(ana.email, phrase)
    expect((await give(known, { code: codeNow(test_, secret) })).status).toBe(303)
  })
})
