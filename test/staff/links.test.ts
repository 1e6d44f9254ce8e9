import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { wordsOf } from '../support/visitor.ts'
import { codeNow, guayaquilCentro, phrase, staffBrowser, tomas, withFactor } from './people.ts'

const roles = [{ role: 'supervisor' as const, agencyId: guayaquilCentro }]

describe.each(dialects)('a one-time link on %s', (dialect) => {
  let test_: TestApp
  let link: string
  let id: string
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
    const added = await test_.services.staff.accounts.add(tomas, roles, 'operator')
    if (!added.ok) throw new Error(added.reason)
    id = added.id
    link = `/personal/enlace/${added.token}`
  })
  afterEach(() => test_.stop())

  const choose = (password: string, again = password, at = link) =>
    staffBrowser(test_).post(at, { password, again })
  const canSignIn = async (password: string) =>
    (await staffBrowser(test_).signIn(tomas.email, password)).status === 303

  test('leads to a password of one’s own, and to the sign-in page', async () => {
    expect(await canSignIn(phrase)).toBe(false)
    const page = await staffBrowser(test_).get(link).expect(200)
    expect(page.headers['referrer-policy']).toBe('strict-origin')
    expect(page.headers['cache-control']).toBe('no-store')
    expect(wordsOf(page.text)).toContain('Hola, Tomás Guamán')
    const answer = await choose(phrase)
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal/entrar?aviso=clave'])
    expect(await canSignIn(phrase)).toBe(true)
  })

  test('is not used up by looking at it', async () => {
    for (let n = 0; n < 3; n += 1) await staffBrowser(test_).get(link).expect(200)
    expect((await choose(phrase)).status).toBe(303)
  })

  test('works once, also for two at the same instant', async () => {
    const answers = await Promise.all([choose(phrase), choose('otra frase bien distinta')])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404])
    const late = await choose(phrase)
    expect([late.status, wordsOf(late.text)]).toEqual([404, expect.stringContaining('ya no sirve')])
    await staffBrowser(test_).get(link).expect(404)
  })

  test('works for 24 hours', async () => {
    test_.clock.advance({ hours: 23, minutes: 59 })
    await staffBrowser(test_).get(link).expect(200)
    test_.clock.advance({ minutes: 1 })
    expect((await choose(phrase)).status).toBe(404)
  })

  test('ends when another is handed out, and when the account is disabled', async () => {
    const { accounts } = test_.services.staff
    const next = await accounts.reset(tomas.email, { factor: false }, 'operator')
    if (!next.ok) throw new Error(next.reason)
    expect((await choose(phrase)).status).toBe(404)
    await accounts.disable(tomas.email, 'operator')
    expect((await choose(phrase, phrase, `/personal/enlace/${next.token}`)).status).toBe(404)
  })

  test.each([
    ['garúa y niebla', 'garúa y niebla', 'password', 'al menos 15 caracteres'],
    ['a'.repeat(129), 'a'.repeat(129), 'password', '128 caracteres como máximo'],
    ['Guamán contraseña 2026', 'Guamán contraseña 2026', 'password', 'fácil de adivinar'],
    [phrase, 'garúa sobre tejados rojos', 'again', 'no son iguales'],
  ])('a password that will not do is refused with the reason: %s', async (one, two, at, why) => {
    const answer = await choose(one, two)
    expect(answer.status).toBe(422)
    expect(load(answer.text)(`.govuk-error-summary a[href="#${at}"]`).text()).toContain(why)
    expect(answer.text).not.toContain(`value="${one}"`)
    expect((await choose(phrase)).status).toBe(303)
  })

  test('a reset ends the password, not the second factor, unless the telephone is lost', async () => {
    await choose(phrase)
    const secret = await withFactor(test_, { ...tomas, id })
    const { accounts } = test_.services.staff
    const kept = await accounts.reset(tomas.email, { factor: false }, 'operator')
    if (!kept.ok) throw new Error(kept.reason)
    expect(await canSignIn(phrase)).toBe(false)
    // With a second factor eight characters are enough.
    const short = 'ceibo#9x'
    expect((await choose(short, short, `/personal/enlace/${kept.token}`)).status).toBe(303)
    const browser = staffBrowser(test_)
    const half = await browser.signIn(tomas.email, short)
    expect(half.headers.location).toBe('/personal/entrar/codigo')
    const code = codeNow(test_, secret)
    expect((await browser.post('/personal/entrar/codigo', { code })).status).toBe(303)
    const lost = await accounts.reset(tomas.email, { factor: true }, 'operator')
    if (!lost.ok) throw new Error(lost.reason)
    await choose(phrase, phrase, `/personal/enlace/${lost.token}`)
    const whole = await staffBrowser(test_).signIn(tomas.email, phrase)
    expect(whole.headers.location).toBe('/personal')
  })

  test('of the demonstration signs in by its button, once, and takes no password', async () => {
    const handed = await test_.services.staff.accounts.demoLink(tomas.email)
    if (!handed.ok) throw new Error(handed.reason)
    const demo = `/personal/enlace/${handed.token}`
    const { staff } = test_.services
    expect(await staff.links.choosePassword(handed.token, phrase)).toMatchObject({ reason: 'gone' })
    expect(await staff.links.signIn(link.split('/').at(-1) ?? '')).toBeNull()
    const browser = staffBrowser(test_)
    const page = await browser.get(demo).expect(200)
    expect(browser.cookie('personal')).toBeUndefined()
    expect(wordsOf(page.text)).toContain('Entra como Tomás Guamán')
    const [one, two] = await Promise.all([browser.post(demo), staffBrowser(test_).post(demo)])
    expect([one.status, two.status].sort()).toEqual([303, 404])
    const { read, tables } = test_.services.database
    expect(await read.select().from(tables.staffSessions)).toHaveLength(1)
  })

  test('is on record, and its token nowhere', async () => {
    await choose(phrase)
    const { read, tables } = test_.services.database
    const rows = await read.select().from(tables.audit)
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account-opened', 'roles-changed', 'link-used']),
    )
    const links = await read.select().from(tables.staffLinks)
    expect(JSON.stringify([rows, links])).not.toContain(link.split('/').at(-1))
  })
})
