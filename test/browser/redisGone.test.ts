import { afterAll, expect, test } from '@jest/globals'
import { startBrowser } from '../support/browser.ts'
import { somebody } from '../support/people.ts'
import { startRealServer } from '../support/realServer.ts'
import { startRedis } from '../support/redis.ts'
import { confirmationPage } from './pages/confirmationPage.ts'
import { mailbox } from './pages/mailbox.ts'
import { openReader } from './pages/reader.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { walkToCode, walkToHours } from './pages/walk.ts'

const redis = await startRedis()
const server = await startRealServer({ redisUrl: redis.url })
const browser = await startBrowser()
const mail = await openReader(browser, server.url)

afterAll(async () => {
  await browser.close()
  redis.resume()
  await server.stop()
  await redis.stop()
})

async function confirm(n: number, hour: string, accident: () => unknown): Promise<void> {
  const reader = await openReader(browser, server.url)
  const person = somebody(n)
  await walkToHours(reader, mail, person)
  await accident()
  const time = await timePage(reader)
  await time.choose(hour)
  await time.yes()
  await (await summaryPage(reader)).confirm()
  expect(await (await confirmationPage(reader)).text()).toContain(hour)
  await mailbox(mail).open(person.email, /^Turno confirmado/)
  expect((await mailbox(mail).attachments()).map(({ name }) => name.slice(-4)).sort()).toEqual([
    '.ics',
    '.pdf',
  ])
  await reader.close()
}

test('a walk ends well, and its mail arrives, while Redis hangs', async () => {
  await confirm(1, '11:00', () => redis.freeze())
  redis.resume()
}, 90_000)

test('a walk ends well, and its mail arrives, after Redis was killed', async () => {
  await confirm(2, '11:20', () => redis.kill())
}, 90_000)

test('a walk begun without Redis gets its code', async () => {
  const reader = await openReader(browser, server.url)
  const person = somebody(3)
  await walkToCode(reader, person)
  expect(await mailbox(mail).codeFor(person.email)).toMatch(/^\d{6}$/)
  await reader.close()
}, 90_000)
