import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Language } from '../../src/language.ts'
import { findChromium } from '../../src/setup/chromium.mjs'

/** How a visitor looks at the pages. */
export type Visitor = {
  /** Of the viewport in CSS pixels; a small phone's by default. */
  width?: number
  language?: Language
  javaScript?: boolean
  /** The address that relative ones belong to; requests to any other host are noted. */
  baseUrl?: string
}

/** A page in a browser of its own: no cookies, nothing cached. */
export type Visit = {
  page: Page
  /** Addresses asked for that belong to another host; a page of ours has none. */
  strangers: string[]
  /** What the browser complained of: uncaught errors, refused resources, violations of the CSP. */
  complaints: string[]
  close(): Promise<void>
}

export type TestBrowser = {
  openPage(visitor?: Visitor): Promise<Visit>
  close(): Promise<void>
}

/** One thing axe finds wrong: the rule, what it asks for, and where it is broken. */
export type Finding = { rule: string; help: string; where: string[] }

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const locales: Record<Language, string> = { es: 'es-EC', en: 'en-GB' }

/** Starts the Chromium of this machine; throws where there is none, for a test never goes without. */
export async function startBrowser(more: readonly string[] = []): Promise<TestBrowser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('The browser tests need Chromium: set CHROMIUM_PATH.')
  const browser = await chromium.launch({ executablePath, args: [...flags, ...more] })
  return { openPage: (visitor = {}) => openPage(browser, visitor), close: () => browser.close() }
}

async function openPage(browser: Browser, visitor: Visitor): Promise<Visit> {
  const { width = 360, language = 'es', javaScript = true, baseUrl } = visitor
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 740 : 900 },
    locale: locales[language],
    // Not the agencies' zone: a page that shows the visitor's hour instead of theirs is found out.
    timezoneId: 'Europe/Warsaw',
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  if (!javaScript) {
    scriptless.set(page, () => openPage(browser, { ...visitor, javaScript: true }))
  }
  const strangers: string[] = []
  const complaints: string[] = []
  context.on('request', (request) => {
    if (baseUrl === undefined || /^(data|blob|about):/.test(request.url())) return
    if (new URL(request.url()).host !== new URL(baseUrl).host) strangers.push(request.url())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return { page, strangers, complaints, close: () => context.close() }
}

/** Everything axe has a rule for in WCAG 2.0 to 2.2, A and AA, and its good practice besides. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Pages whose visitor has JavaScript switched off, with what opens one for a visitor who has it. */
const scriptless = new WeakMap<Page, () => Promise<Visit>>()

/** What axe finds wrong with the page as it stands, whole and with no rule switched off. */
export async function findingsOf(page: Page): Promise<Finding[]> {
  const open = scriptless.get(page)
  if (!open) return examine(page)
  const twin = await open()
  try {
    await showAsWithoutScripts(page, twin.page)
    return await examine(twin.page)
  } finally {
    await twin.close()
  }
}

/**
 * axe is a script itself and cannot run where there are none. So it looks at a twin: the same
 * document, with what `noscript` holds in the open, in a page that runs axe and no script of ours.
 */
async function showAsWithoutScripts(page: Page, twin: Page): Promise<void> {
  const body = (await page.content()).replaceAll(/<\/?noscript[^>]*>/g, '')
  await twin.context().addCookies(await page.context().cookies())
  await twin.route(page.url(), (route) =>
    route.fulfill({
      body,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': "script-src 'none'" },
    }),
  )
  await twin.goto(page.url())
}

/** axe as it is shipped for pages: each one that is examined has to read all of it first. */
const axeSource = readFileSync(besideAxe('axe-core/axe.min.js'), 'utf8')

/** A file of a package that axe for Playwright brings along. */
function besideAxe(file: string): string {
  const ours = createRequire(import.meta.url)
  return createRequire(ours.resolve('@axe-core/playwright')).resolve(file)
}

async function examine(page: Page): Promise<Finding[]> {
  const results = await new AxeBuilder({ page, axeSource })
    .options({
      runOnly: { type: 'tag', values: standards },
      rules: { 'target-size': { enabled: true } },
      // What passed is not listed: that takes as long as the looking.
      resultTypes: ['violations'],
    })
    .setLegacyMode(true)
    .analyze()
  return results.violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }))
}

/** Leaves a picture of the whole page in test/output/`name`.png and returns its path. */
export async function picture(page: Page, name: string): Promise<string> {
  const folder = join(import.meta.dirname, '../output')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}
