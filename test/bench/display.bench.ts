import { createServer } from 'node:http'
import { expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { loadAssets } from '../../src/web/assets.ts'
import { aMinuteApart, centre, crowd } from '../attendance/ground.ts'
import { openRoom } from '../attendance/pages/room.ts'
import { startTestApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { giveVoice } from '../support/fakeVoice.ts'
import { until } from '../support/until.ts'
import { quantile, rounded } from './figures.ts'

const calls = 40

/** When each call was shown, and when its announcement began, by the page's own clock. */
type Seen = Record<string, { shown?: number; announced?: number }>

/** How long after "next" was pressed a display shows the call, and begins to announce it: on loopback. */
test('the display', async () => {
  const test_ = await startTestApp({ assets: loadAssets('dist/assets') })
  const { services, clock } = test_
  const room = await openRoom(test_)
  await crowd(services, aMinuteApart('2026-11-24T13:00:00.000Z', calls))
  clock.advance({ hours: 4 })
  const clerk = await room.signed('Ana', 'window')
  await clerk.post('/ventanilla/abrir', { window: `${centre}-1` })
  const page = await clerk.get('/ventanilla')
  const token = load(page.text)('input[name="_csrf"]').first().attr('value') ?? ''
  const press = (step: string, fields: Record<string, string> = {}) =>
    clerk.agent
      .post(`/ventanilla/${step}`)
      .type('form')
      .send({ ...fields, _csrf: token })

  const server = createServer(test_.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser = await startBrowser()
  const visit = await browser.openPage({ width: 1920, baseUrl: `http://127.0.0.1:${port}` })
  const display = visit.page
  await giveVoice(display)
  await display.addInitScript(`addEventListener('DOMContentLoaded', () => {
    window.seen = {}
    const note = (number, what) => {
      if (!number) return
      window.seen[number] ??= {}
      window.seen[number][what] ??= Date.now()
    }
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('.board__call')) note(row.dataset.number, 'shown')
      note(document.querySelector('[data-caption]').dataset.number, 'announced')
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })`)
  await display.goto(`/pantalla/${centre}`)
  await display.getByRole('button', { name: 'Encender sonido' }).click()
  await display.waitForTimeout(1500)

  const shown: number[] = []
  const announced: number[] = []
  for (let number = 1; number <= calls; number += 1) {
    const pressed = Date.now()
    await press('siguiente')
    const seen = await until(`call ${number}`, async () => {
      const all = await display.evaluate<Seen>('window.seen')
      const one = all[String(number)]
      return one?.shown && one.announced ? { shown: one.shown, announced: one.announced } : null
    })
    shown.push(seen.shown - pressed)
    announced.push(seen.announced - pressed)
    await until('silence', async () =>
      (await display.locator('[data-saying]').count()) === 0 ? true : null,
    )
    const call = await services.attendance.calls.current(`${centre}-1`)
    await press('se-va', { call: call?.id ?? '' })
    await display.waitForTimeout(1400)
  }
  process.stdout.write(
    `${JSON.stringify({
      bench: 'display',
      shown_p50_ms: rounded(quantile(shown, 0.5)),
      shown_p95_ms: rounded(quantile(shown, 0.95)),
      announced_p95_ms: rounded(quantile(announced, 0.95)),
    })}\n`,
  )
  expect(shown).toHaveLength(calls)
  await browser.close()
  server.closeAllConnections()
  server.close()
  await test_.stop()
}, 600_000)
