import { afterAll, expect, test } from '@jest/globals'
import type { CDPSession } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { lukasz } from '../support/people.ts'
import { startRealServer } from '../support/realServer.ts'
import { codePage } from './pages/codePage.ts'
import { confirmationPage } from './pages/confirmationPage.ts'
import { contactPage } from './pages/contactPage.ts'
import { documentPage } from './pages/documentPage.ts'
import { homePage } from './pages/homePage.ts'
import { mailbox } from './pages/mailbox.ts'
import { placePage } from './pages/placePage.ts'
import { openReader, type Reader } from './pages/reader.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { ayoraName, certificateName } from './pages/walk.ts'

const server = await startRealServer()
const browser = await startBrowser()
const mail = await openReader(browser, server.url)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

/** Of a first visit to any step, and of each step after another, in bytes on the wire. */
const most = { first: 60_000, next: 15_000 }

type Weighed = { step: string; next: number; first: number; tooWide: string[] }

/** Counts what the network brings; what the browser has kept weighs nothing. */
async function scales(cdp: CDPSession) {
  let bytes = 0
  const kept = new Set<string>()
  cdp.on('Network.requestServedFromCache', ({ requestId }) => kept.add(requestId))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!kept.has(requestId)) bytes += encodedDataLength
  })
  await cdp.send('Network.enable')
  return {
    /** Bytes since it was last asked. */
    async read(reader: Reader): Promise<number> {
      await reader.page.waitForLoadState('networkidle')
      const weight = bytes
      bytes = 0
      return weight
    },
  }
}

/** What a person's own style sheet sets for text that is easier to read (WCAG 1.4.12). */
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }`

/** Ways of enlarging under which the page had to be pushed sideways. */
async function tooWide({ page }: Reader): Promise<string[]> {
  const overhang = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  const found: string[] = []
  await page.setViewportSize({ width: 320, height: 640 })
  // 640 px at 200 % are 320 px, as are 1280 px at 400 %.
  if (await overhang()) found.push('zoom')
  await page.evaluate(`{
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(${JSON.stringify(spacing)})
    document.adoptedStyleSheets = [sheet]
  }`)
  if (await overhang()) found.push('text spacing')
  await page.evaluate('document.adoptedStyleSheets = []')
  await page.setViewportSize({ width: 360, height: 740 })
  return found
}

// Łukasz's name needs letters that most names do without: it is the heavier walk.
test('every step is light, fits when enlarged, and asks nobody else for anything', async () => {
  const reader = await openReader(browser, server.url)
  const { page } = reader
  const cdp = await page.context().newCDPSession(page)
  const scale = await scales(cdp)
  const weighed: Weighed[] = []

  async function weigh(step: string): Promise<void> {
    const next = await scale.read(reader)
    const wide = await tooWide(reader)
    await scale.read(reader)
    await cdp.send('Network.clearBrowserCache')
    await page.goto(page.url())
    weighed.push({ step, next, first: await scale.read(reader), tooWide: wide })
  }

  await page.goto('/privacidad')
  await scale.read(reader)
  const home = await homePage(reader)
  await weigh('inicio')
  await home.start(certificateName.es)
  const document = await documentPage(reader)
  await weigh('documento')
  await document.fill(lukasz)
  await document.submit()
  const contact = await contactPage(reader)
  await weigh('contacto')
  await contact.fill(lukasz)
  await contact.submit()
  const code = await codePage(reader)
  await weigh('código')
  await code.verify(await mailbox(mail).codeFor(lukasz.email))
  const place = await placePage(reader)
  await weigh('lugar')
  await place.inProvince('Galápagos')
  await place.choose(ayoraName)
  await place.submit()
  const time = await timePage(reader)
  await weigh('horario')
  await time.choose('11:00')
  await time.yes()
  const summary = await summaryPage(reader)
  await weigh('resumen')
  await summary.confirm()
  await confirmationPage(reader)
  await weigh('confirmación')

  const heavy = weighed.filter(({ first, next }) => first > most.first || next > most.next)
  expect(heavy).toEqual([])
  expect(weighed.filter((step) => step.tooWide.length > 0)).toEqual([])
  // The scales weigh: a first visit brings the typeface, the next does not.
  for (const { first } of weighed) expect(first).toBeGreaterThan(25_000)
  for (const { next } of weighed) expect(next).toBeGreaterThan(1_000)
  expect(reader.visit.strangers).toEqual([])
  expect(reader.visit.complaints).toEqual([])
  await reader.close()
}, 60_000)

test('the scales, the ruler and the watch over other hosts find planted faults', async () => {
  const reader = await openReader(browser, server.url)
  const { page } = reader
  const scale = await scales(await page.context().newCDPSession(page))
  await page.goto('/privacidad')
  expect(await scale.read(reader)).toBeGreaterThan(25_000)
  expect(await tooWide(reader)).toEqual([])
  await page.evaluate(`{
    const wide = document.createElement('p')
    wide.textContent = 'Otorrinolaringología'.repeat(3)
    document.querySelector('main').append(wide)
    const stranger = document.createElement('img')
    stranger.src = 'http://localhost:9/rastreador.png'
    document.body.append(stranger)
  }`)
  await page.waitForLoadState('networkidle')
  expect(reader.visit.complaints.join()).toContain('Content Security Policy')
  await page.evaluate(`{
    const wide = document.createElement('table')
    wide.innerHTML = '<tr>' + '<td>columna</td>'.repeat(12)
    document.querySelector('main').append(wide)
  }`)
  expect(await tooWide(reader)).toEqual(['zoom', 'text spacing'])
  await reader.close()
})
