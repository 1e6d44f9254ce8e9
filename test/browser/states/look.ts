import { afterAll, describe, expect, test } from '@jest/globals'
import type { Language } from '../../../src/language.ts'
import { findingsOf, picture, startBrowser } from '../../support/browser.ts'
import { type Reader, visibleTexts } from '../pages/reader.ts'
import { openStage, type Stage } from './stage.ts'
import type { State } from './state.ts'

/** What a text of the pages may have holes for; anything may stand there. */
const hole = '\u00a4'
const many = 9876
const holes = {
  count: many,
  ...Object.fromEntries(
    ['when', 'time', 'email', 'agency', 'reason', 'minutes', 'name'].map((name) => [name, hole]),
  ),
}

/** Which parts of the text are not on the page. */
async function missingParts(reader: Reader, key: string): Promise<string[]> {
  const shown = (await visibleTexts(reader)).join('\n')
  return reader
    .t(key, holes)
    .replace(String(many), hole)
    .split(hole)
    .filter((part) => !shown.includes(part.trim()))
}

/** Buttons, links that stand alone and fields that a thumb would miss: lower than 44 px. */
export const smallTargets = `[...document.querySelectorAll('a[href], button, input, select, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0)
  .filter((e) => getComputedStyle(e).display !== 'inline' && !e.matches('.govuk-skip-link'))
  .map((e) => ({ e, height: Math.max(e.getBoundingClientRect().height,
    ...[...(e.labels ?? [])].map((label) => label.getBoundingClientRect().height)) }))
  .filter(({ height }) => height < 43.5)
  .map(({ e, height }) => e.outerHTML.slice(0, 90) + ' ' + height)`

/** Which width axe looks at: each state is examined once as on a phone and once as on a desk. */
const examined: Record<Language, number> = { es: 360, en: 1280 }

/** Brings a state about and looks at the page: words, other hosts, fit, targets, axe, complaints. */
async function look(stage: Stage, state: State): Promise<void> {
  const { reader } = stage
  const { page, visit, language } = reader
  await stage.reset()
  visit.complaints.length = 0
  visit.strangers.length = 0
  await state.reach(stage)
  const found: unknown[] = []
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : 900 })
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    const small = width === 360 ? await page.evaluate(smallTargets) : []
    const findings = width === examined[language] ? await findingsOf(page) : []
    found.push({ width, wide, small, findings })
    if (language === 'es') await picture(page, `estado-${state.name}-${width}`)
  }
  const missing = await missingParts(reader, state.shows)
  // The browser notes a page of status 400 and above as an error; it is what was asked for.
  const complaints = visit.complaints.filter((text) => !/status of [45]\d\d/.test(text))
  const { host } = new URL(page.url())
  const strangers = visit.strangers.filter((url) => new URL(url).host !== host)
  expect({ language, status: stage.status(), missing, strangers, found, complaints }).toEqual({
    language,
    status: state.status,
    missing: [],
    // A page that asks another host for anything tells it who is looking.
    strangers: [],
    found: [360, 1280].map((width) => ({ width, wide: false, small: [], findings: [] })),
    complaints: [],
  })
}

/** Tests that every one of `states` is right in both languages; gives the stages they are brought about on. */
export async function seeInEveryState(states: State[]) {
  const browser = await startBrowser()
  const spanish = await openStage(browser, 'es')
  const stages = [spanish, await openStage(browser, 'en')]

  afterAll(async () => {
    for (const stage of stages) await stage.close()
    await browser.close()
  })

  describe('in both languages and on phone and desk', () => {
    test.each(states)(
      '$name is right, and axe finds nothing',
      async (state) => {
        await Promise.all(stages.map((stage) => look(stage, state)))
      },
      40_000,
    )
  })
  return { browser, spanish }
}
