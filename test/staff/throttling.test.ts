import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ana, guayaquilCentro, phrase, staffBrowser, tomas, worker } from './people.ts'

const roles = [{ role: 'window' as const, agencyId: guayaquilCentro }]
const home = '203.0.113.7'
const elsewhere = '198.51.100.9'

describe.each(dialects)('guessing passwords on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect, config: { trustProxy: 1 } })
    await worker(test_, ana, roles, phrase)
  })
  afterEach(() => test_.stop())

  /** Tries in a browser that was never here; answers the status. */
  const guess = async (network: string, email = ana.email, password = 'no es esta') =>
    (await staffBrowser(test_, network).signIn(email, password)).status

  test('is slowed after five tries, longer the more there were', async () => {
    for (let n = 0; n < 5; n += 1) expect(await guess(home)).toBe(422)
    const answer = await staffBrowser(test_, home).signIn(ana.email, phrase)
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '60'])
    expect(answer.text).toContain('a las 09:01')
    test_.clock.advance({ seconds: 60 })
    for (let n = 0; n < 5; n += 1) expect(await guess(home)).toBe(422)
    test_.clock.advance({ seconds: 60 })
    expect(await guess(home)).toBe(429)
    test_.clock.advance({ minutes: 14 })
    expect(await guess(home)).toBe(422)
  })

  test('of twenty guesses at once five are evaluated', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(home)))
    expect(answers.filter((status) => status === 422)).toHaveLength(5)
  })

  test('an address without account is slowed in the same way', async () => {
    for (let n = 0; n < 5; n += 1) expect(await guess(home, 'nadie@iess.example')).toBe(422)
    expect(await guess(home, 'Nadie@IESS.example')).toBe(429)
  })

  test('locks nobody out: the owner comes in from another network', async () => {
    for (let n = 0; n < 6; n += 1) await guess(home)
    expect(await guess(elsewhere, ana.email, phrase)).toBe(303)
  })

  test('locks nobody out: the owner comes in on a device that knows them', async () => {
    const device = staffBrowser(test_, home)
    expect((await device.signIn(ana.email, phrase)).status).toBe(303)
    await device.post('/personal/salir')
    for (let n = 0; n < 6; n += 1) await guess(home)
    expect(await guess(home, ana.email, phrase)).toBe(429)
    expect((await device.signIn(ana.email, phrase)).status).toBe(303)
  })

  test('a device that knows one person gives no tries at another', async () => {
    await worker(test_, tomas, roles, phrase)
    const device = staffBrowser(test_, home)
    await device.signIn(tomas.email, phrase)
    for (let n = 0; n < 6; n += 1) await guess(home)
    expect((await device.signIn(ana.email, phrase)).status).toBe(429)
  })

  test('on a known device is slowed too', async () => {
    const device = staffBrowser(test_, home)
    await device.signIn(ana.email, phrase)
    for (let n = 0; n < 5; n += 1) await device.signIn(ana.email, 'no es esta')
    expect((await device.signIn(ana.email, phrase)).status).toBe(429)
  })

  test('coming in costs no tries', async () => {
    for (let n = 0; n < 12; n += 1) expect(await guess(home, ana.email, phrase)).toBe(303)
  })
})

describe('a network that tries many accounts', () => {
  test('is slowed after thirty, those whom it knows are not, nor who else comes in', async () => {
    const test_ = await startTestApp({ config: { trustProxy: 1 } })
    await worker(test_, ana, roles, phrase)
    const device = staffBrowser(test_, home)
    await device.signIn(ana.email, phrase)
    const { database, staff } = test_.services
    const statuses: boolean[] = []
    for (let n = 0; n < 31; n += 1) {
      const typed = { email: `nadie${n}@iess.example`, password: 'x' }
      const result = await staff.signIn.withPassword(typed, { network: home, device: null }, null)
      statuses.push(!result.ok && result.reason === 'too-often')
    }
    expect(statuses.indexOf(true)).toBe(30)
    expect((await device.signIn(ana.email, phrase)).status).toBe(303)
    expect((await staffBrowser(test_, elsewhere).signIn(ana.email, phrase)).status).toBe(303)
    const rows = await database.read.select().from(database.tables.allowances)
    expect(JSON.stringify(rows)).not.toMatch(/203\.0|iess\.example/)
    await test_.stop()
  })
})
