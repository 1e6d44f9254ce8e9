import { createServer, type Server } from 'node:http'
import { afterAll, expect, test } from '@jest/globals'
import type { CDPSession, Page } from 'playwright-core'
import { displayToken } from '../../src/attendance/displays.ts'
import type { Clerk } from '../../src/attendance/today.ts'
import { waitToken } from '../../src/attendance/waitLink.ts'
import { loadAssets } from '../../src/web/assets.ts'
import { aMinuteApart, centre, clerks, crowd } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { cutOffOn, giveVoice, saidOn } from '../support/fakeVoice.ts'
import { until } from '../support/until.ts'

/**
 * A day of the display and of a phone that waits all day long: `DISPLAY_DAY=whole` makes it eight hours,
 * 600 calls and ten restarts of the server; otherwise it is a short one.
 */
const whole = process.env.DISPLAY_DAY === 'whole'
const calls = whole ? 600 : 24
const restarts = whole ? 10 : 2
const secondsPerCall = whole ? 48 : 60
/** Sample after so many calls, when everything that is made once was made. */
const settled = whole ? 60 : 6
const day = '2026-11-24'
const morning = `${day}T13:00:00.000Z`

const browser = await startBrowser()
const test_ = await startTestApp({
  at: `${day}T08:00:00-05:00`,
  assets: loadAssets('dist/assets'),
})
let server: Server | null = null
let port = 0
afterAll(async () => {
  await browser.close()
  await down()
  await test_.stop()
})

/** Listens, and again at the same address after it was taken down. */
async function up({ app }: TestApp): Promise<void> {
  const listening = createServer(app)
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve))
  const address = listening.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  server = listening
}

/** As a process that ends: every connection and stream is gone, and new ones are refused. */
async function down(): Promise<void> {
  const closing = server
  server = null
  closing?.closeAllConnections()
  await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()))
}

type Sample = { heap: number; nodes: number; listeners: number }

/** What a page holds once all garbage is gone. */
async function sample(cdp: CDPSession): Promise<Sample> {
  for (let time = 0; time < 3; time += 1) await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
  return { heap: usedSize, nodes, listeners: jsEventListeners }
}

const heardOn = async (page: Page) => Number(await page.locator('body').getAttribute('data-heard'))

test('the display and a phone live through the day: nothing is missed, and nothing grows', async () => {
  const { services, clock } = test_
  const { attendance, keyring } = services
  const people = await crowd(services, aMinuteApart(morning, calls + 1))
  clock.set(`${day}T18:00:00.000Z`)
  const all = await clerks(services, 3)
  await up(test_)
  const url = `http://127.0.0.1:${port}`

  const display = (await browser.openPage({ width: 1920, baseUrl: url })).page
  await giveVoice(display)
  await display.clock.install({ time: new Date(clock.now()) })
  await display.goto(`/pantalla/${centre}/enlace/${displayToken(keyring, centre)}`)
  await display.getByRole('button', { name: 'Encender sonido' }).click()
  const last = await lastInLine()
  const phone = (await browser.openPage({ baseUrl: url })).page
  await phone.clock.install({ time: new Date(clock.now()) })
  await phone.goto(`/espera/${waitToken(keyring, last)}`)
  const scales = [display, phone].map((page) => page.context().newCDPSession(page))
  const [ofDisplay, ofPhone] = await Promise.all(scales)
  if (!ofDisplay || !ofPhone) throw new Error('No scales')

  async function lastInLine() {
    const waiting = await attendance.queue.waiting(centre)
    const id = waiting.at(-1)?.arrival.id
    const row = people.find((person) => person.id === id)
    if (!row) throw new Error('Nobody is last')
    return row
  }

  /** The next person at one of the windows, whoever was there before being gone. */
  async function callNext(clerk: Clerk): Promise<void> {
    const before = await attendance.calls.current(clerk.windowId)
    if (before) await attendance.calls.leave(clerk, before.id)
    const called = await attendance.calls.next(clerk)
    if (!called.ok) throw new Error(called.reason)
  }

  const hears = (number: number) =>
    until(
      `call ${number} on the display`,
      async () => {
        if ((await heardOn(display)) >= number) return true
        // Its timers stand still unless they are let run: only a nudge comes by itself.
        await display.clock.runFor(500)
        return null
      },
      20,
    )

  const taken: number[] = []
  let early: Sample[] = []
  const gap = Math.floor(calls / (restarts + 1))
  for (let number = 1; number <= calls; number += 1) {
    const clerk = all[number % all.length]
    if (!clerk) throw new Error('No clerk')
    clock.advance({ seconds: secondsPerCall })
    const restarting = number % gap === 0 && number / gap <= restarts
    if (restarting) await down()
    await callNext(clerk)
    const from = performance.now()
    if (restarting) {
      await display.clock.runFor(10_000)
      await until('the display to say that it is lost', async () => {
        await display.clock.runFor(2000)
        return (await display.getByText('Sin conexión con el sistema').count()) > 0 ? true : null
      })
      await up(test_)
    }
    await hears(number)
    if (!restarting) taken.push(performance.now() - from)
    for (const page of [display, phone]) await page.clock.runFor(secondsPerCall * 1000)
    if (number === settled) early = [await sample(ofDisplay), await sample(ofPhone)]
  }
  await until('everything to be said', async () => {
    await display.clock.runFor(5000)
    return (await saidOn(display)).length >= calls * 2 ? true : null
  })
  const late = [await sample(ofDisplay), await sample(ofPhone)]

  // Each call was said twice, the first times in the order of the calls, and none was cut off.
  const texts = (await saidOn(display)).map(({ text }) => text)
  const firsts = texts.filter((text, place) => texts.indexOf(text) === place)
  expect(texts).toHaveLength(calls * 2)
  expect(firsts).toHaveLength(calls)
  expect(await cutOffOn(display)).toBe(0)
  expect(await display.locator('.board__past').count()).toBe(5)

  // The one who waited all day is called at last, and the phone says so.
  const [clerk] = all
  if (!clerk) throw new Error('No clerk')
  await callNext(clerk)
  await until('the phone to call', async () => {
    await phone.clock.runFor(3000)
    return (await phone.getByText('Pase a la ventanilla 1').count()) > 0 ? true : null
  })

  taken.sort((a, b) => a - b)
  const p95 = taken[Math.floor(taken.length * 0.95)] ?? 0
  const grown = late.map(({ heap, nodes, listeners }, place) => ({
    heap: heap - (early[place]?.heap ?? 0),
    nodes: nodes - (early[place]?.nodes ?? 0),
    listeners: listeners - (early[place]?.listeners ?? 0),
  }))
  if (whole) process.stdout.write(`${JSON.stringify({ p95, early, late, grown })}\n`)
  for (const { heap, nodes, listeners } of grown) {
    expect(heap).toBeLessThan(600_000)
    expect(nodes).toBeLessThan(400)
    expect(listeners).toBeLessThan(60)
  }
  expect(services.attendance.changes.listening()).toBeLessThanOrEqual(2)
}, 1_800_000)
