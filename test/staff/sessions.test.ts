import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  ana,
  guayaquilCentro,
  phrase,
  puertoAyora,
  type StaffBrowser,
  signedIn,
  tomas,
  type Worker,
  withFactor,
  worker,
} from './people.ts'

const account = '/personal/cuenta'

describe.each(dialects)('a session on %s', (dialect) => {
  let test_: TestApp
  let clerk: Worker
  let browser: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
    clerk = await worker(test_, ana, [{ role: 'window', agencyId: guayaquilCentro }], phrase)
    browser = await signedIn(test_, clerk)
  })
  afterEach(() => test_.stop())

  const isIn = async (who = browser) => (await who.get(account)).status === 200

  test('ends 30 minutes after the last sign of life', async () => {
    test_.clock.advance({ minutes: 29, seconds: 59 })
    expect(await isIn()).toBe(true)
    test_.clock.advance({ minutes: 29, seconds: 59 })
    expect(await isIn()).toBe(true)
    test_.clock.advance({ minutes: 30 })
    expect(await isIn()).toBe(false)
  })

  test('ends 12 hours after signing in, however busy', async () => {
    for (let quarters = 1; quarters < 48; quarters += 1) {
      test_.clock.advance({ minutes: 15 })
      expect(await isIn()).toBe(true)
    }
    test_.clock.advance({ minutes: 14, seconds: 59 })
    expect(await isIn()).toBe(true)
    test_.clock.advance({ seconds: 1 })
    expect(await isIn()).toBe(false)
  })

  test.each([
    ['the roles change', 'setRoles'],
    ['the account is disabled', 'disable'],
    ['the password is reset', 'reset'],
    ['another password is chosen by the link', 'link'],
  ] as const)('ends at once when %s', async (_when, what) => {
    const { accounts, links } = test_.services.staff
    const bystander = await signedIn(
      test_,
      await worker(test_, tomas, [{ role: 'window', agencyId: guayaquilCentro }]),
    )
    if (what === 'setRoles') {
      await accounts.setRoles(ana.email, [{ role: 'window', agencyId: puertoAyora }], 'operator')
    }
    if (what === 'disable') await accounts.disable(ana.email, 'operator')
    if (what === 'reset') await accounts.reset(ana.email, { factor: false }, 'operator')
    if (what === 'link') {
      const { database } = test_.services
      const token = await database.transaction((tx) => links.issue(tx, clerk.id, 'reset'))
      expect(await isIn()).toBe(true)
      expect(await links.choosePassword(token, 'neblina entre ceibos viejos')).toEqual({ ok: true })
    }
    expect(await isIn()).toBe(false)
    expect(await isIn(bystander)).toBe(true)
  })

  test('without the code counts for nothing once a second factor is set up elsewhere', async () => {
    await withFactor(test_, clerk)
    expect(await isIn()).toBe(false)
    expect(await isIn(await signedIn(test_, clerk, { strong: true }))).toBe(true)
  })

  test('ends by the way out, at the server too', async () => {
    const secret = browser.cookie('personal') ?? ''
    const answer = await browser.post('/personal/salir')
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal/entrar?aviso=salida'])
    expect(answer.headers['clear-site-data']).toBe('"cache"')
    expect(browser.cookie('personal')).toBe('')
    browser.giveCookie('personal', secret)
    expect(await isIn()).toBe(false)
  })

  test('ends from another one of the same person, and from nobody else’s', async () => {
    const second = await signedIn(test_, clerk)
    const third = await signedIn(test_, clerk)
    const others = await worker(test_, tomas, [{ role: 'window', agencyId: guayaquilCentro }])
    const stranger = await signedIn(test_, others)
    const keys = load((await second.get(account)).text)('button[name="session"]')
      .map((_, button) => button.attribs.value)
      .get()
    expect(keys).toHaveLength(2)
    for (const session of keys) await stranger.post(`${account}/sesiones`, { session })
    expect(await Promise.all([isIn(), isIn(second), isIn(third)])).toEqual([true, true, true])
    await second.post(`${account}/sesiones`, { session: keys[0] ?? '' })
    expect([await isIn(), await isIn(third)].filter(Boolean)).toHaveLength(1)
    await second.post(`${account}/sesiones`, { others: 'yes' })
    expect(await Promise.all([isIn(), isIn(second), isIn(third)])).toEqual([false, true, false])
    expect(await isIn(stranger)).toBe(true)
  })

  test('that is over is forgotten when the next begins', async () => {
    test_.clock.advance({ minutes: 30 })
    await signedIn(test_, clerk)
    const { read, tables } = test_.services.database
    expect(await read.select().from(tables.staffSessions)).toHaveLength(1)
  })
})
