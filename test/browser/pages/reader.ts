import type { Locator, Page } from 'playwright-core'
import type { Language } from '../../../src/language.ts'
import { createI18n, type TextArguments } from '../../../src/web/i18n.ts'
import { findingsOf, picture, type TestBrowser, type Visit } from '../../support/browser.ts'

/** Somebody in front of a browser of their own, who knows the pages by the words on them. */
export type Reader = {
  visit: Visit
  page: Page
  language: Language
  javaScript: boolean
  /** Whether axe looks at each page that is met for the first time. */
  examine: boolean
  /** A text of the pages in this reader's language. */
  t(key: string, args?: TextArguments): string
  close(): Promise<void>
}

const i18n = createI18n('views/locales', { onMissing: 'throw' })

/** What each reader has met, so that a page is examined once and not at every return to it. */
const met = new WeakMap<Page, Set<string>>()

/**
 * Opens a browser of its own on `url`; a small phone's, with JavaScript, unless told otherwise. Only
 * without JavaScript are pages examined on the way: with it, states.test.ts looks at every one.
 */
export async function openReader(
  browser: TestBrowser,
  url: string,
  options: { language?: Language; javaScript?: boolean; width?: number; examine?: boolean } = {},
): Promise<Reader> {
  const { language = 'es', javaScript = true, width = 360, examine = !javaScript } = options
  const visit = await browser.openPage({ baseUrl: url, language, javaScript, width })
  return {
    visit,
    page: visit.page,
    language,
    javaScript,
    examine,
    t: (key, args) => i18n.t(language, key, args),
    close: visit.close,
  }
}

/**
 * Waits for the page with this heading. The first time a reader meets it, axe looks at it, and what it
 * finds is thrown.
 */
export async function meet({ page, examine }: Reader, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  const known = met.get(page) ?? new Set()
  met.set(page, known)
  if (!examine || known.has(heading)) return
  known.add(heading)
  const findings = await findingsOf(page)
  if (findings.length > 0) throw new Error(`${heading}: ${JSON.stringify(findings, null, 2)}`)
}

/** Presses the button with these words. */
export async function press({ page }: Reader, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

/** Types into the field with this label. */
export async function type({ page }: Reader, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text)
}

/** What one reads there. */
export async function wordsIn(place: Locator): Promise<string> {
  return (await place.allInnerTexts()).join('\n').trim()
}

/** The texts that can be seen, each as it stands in its place. */
export async function visibleTexts({ page }: Reader): Promise<string[]> {
  const texts: unknown = await page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode
      if (parentElement.checkVisibility()) texts.push(data.trim())
    }
    return texts.filter(Boolean)
  })()`)
  return Array.isArray(texts) ? texts.map(String) : []
}

const widths = [360, 1280]

/** Leaves pictures of the page as it stands, as a phone and as a desk shows it: es-360-03-contacto. */
export async function pictures({ page, language }: Reader, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 360, height: 740 }
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : 900 })
    await picture(page, `${language}-${width}-${name}`)
  }
  await page.setViewportSize(before)
}
