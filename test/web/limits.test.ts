import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express, { type Request } from 'express'
import { Redis } from 'ioredis'
import { RateLimiterRes } from 'rate-limiter-flexible'
import request from 'supertest'
import { createLimits, networkOf } from '../../src/web/limits.ts'
import { MemoryLimiter } from '../../src/web/memoryLimiter.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless } from '../support/browserless.ts'
import { wordsOf } from '../support/visitor.ts'

const perHour = 120

describe('limits per network address', () => {
  let test_: TestApp
  let browser: Browserless
  let form: { action: string; fields: Record<string, string> }
  beforeAll(async () => {
    test_ = await startTestApp({ config: { trustProxy: 1 } })
    browser = browserless(test_)
    await browser.visit('/mi-turno')
    form = browser.form()
  })
  afterAll(() => test_.stop())

  const ask = (forwarded: string) =>
    browser.post(form.action, form.fields, { 'X-Forwarded-For': forwarded })

  test('a subscriber’s /64 is one, whatever it forges before the trusted hop; others go on', async () => {
    for (let n = 0; n < perHour; n += 1) {
      const answer = await ask(`10.1.${n}.1, 2001:db8:1:2::${n.toString(16)}`)
      expect(answer.status).toBe(422)
    }
    const refused = await ask('10.9.9.9, 2001:db8:1:2:ffff::1')
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers['retry-after'])
    expect(seconds).toBeGreaterThan(3000)
    expect(seconds).toBeLessThanOrEqual(3600)
    expect(refused.headers['cache-control']).toBe('no-store')
    // The clock of the test stands at nine; the page says the hour to come back.
    expect(wordsOf(refused.text)).toMatch(/429.*(09:5\d|10:00)/)
    expect((await ask('2001:db8:1:2::1, 2001:db8:1:3::1')).status).toBe(422)
    expect((await ask('192.0.2.1')).status).toBe(422)
    expect((await browser.get('/mi-turno', { 'X-Forwarded-For': '2001:db8:1:2::1' })).status).toBe(
      200,
    )
  })

  test('the refusal is said in the language of the page', async () => {
    const english = browserless(test_, { from: '2001:db8:1:2::1' })
    await english.visit('/mi-turno?idioma=en')
    const page = await english.send({ ...english.form(), fields: english.form().fields })
    expect(page.status).toBe(429)
    expect(page.$('html').attr('lang')).toBe('en')
    expect(wordsOf(page.html)).toContain('Please wait a moment')
  })
})

test('without a trusted proxy nobody’s header counts', async () => {
  const test_ = await startTestApp()
  const browser = browserless(test_)
  await browser.visit('/mi-turno')
  const { action, fields } = browser.form()
  const statuses = new Set<number>()
  for (let n = 0; n <= perHour; n += 1) {
    const answer = await browser.post(action, fields, { 'X-Forwarded-For': `192.0.2.${n}` })
    statuses.add(answer.status)
  }
  expect([...statuses]).toEqual([422, 429])
  await test_.stop()
})

describe('what one process remembers of addresses', () => {
  const limiter = () => new MemoryLimiter({ points: 2, duration: 600 }, 3)

  test('is bounded, and those who ask now are remembered', async () => {
    const limit = limiter()
    for (let n = 0; n < 50; n += 1) {
      await limit.consume(`2001:db8:0:${n}`)
      if (n % 2 === 0) await limit.consume('192.0.2.1').catch(() => undefined)
    }
    expect(limit.size).toBe(3)
    await expect(limit.consume('192.0.2.1')).rejects.toBeInstanceOf(RateLimiterRes)
    // Forgotten long ago, so it begins anew.
    expect((await limit.consume('2001:db8:0:1')).consumedPoints).toBe(1)
  })

  test('counts an address as long as there is room', async () => {
    const limit = limiter()
    for (const address of ['a', 'b', 'c', 'a', 'b', 'c']) await limit.consume(address)
    for (const address of ['a', 'b', 'c']) {
      await expect(limit.consume(address)).rejects.toMatchObject({ consumedPoints: 3 })
    }
  })
})

test('the limits hold while Redis does not answer', async () => {
  const redis = new Redis({
    port: 1,
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    disconnectTimeout: 1,
  })
  redis.on('error', () => undefined)
  const app = express()
  app.use(createLimits(redis)('mail'))
  app.use((_request, response) => void response.send('done'))
  const failed: express.ErrorRequestHandler = (error, _request, response, _next) =>
    void response.status(error.status ?? 500).send('refused')
  app.use(failed)
  const statuses: number[] = []
  for (let n = 0; n <= perHour; n += 1) statuses.push((await request(app).post('/')).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(perHour)
  expect(statuses.at(-1)).toBe(429)
  redis.disconnect()
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:51000', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:1:2::', '2001:db8:1:2'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['not an address', '127.0.0.1'],
])('the network of %s is %s', async (ip, network) => {
  let seen = ''
  const app = express()
  app.use((received: Request, response) => {
    Object.defineProperty(received, 'ip', { value: ip })
    seen = networkOf(received)
    response.end()
  })
  await request(app).get('/')
  expect(seen).toBe(network)
})
