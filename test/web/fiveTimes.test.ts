import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless, type FilledForm } from '../support/browserless.ts'
import { maria, somebody } from '../support/people.ts'
import { certificate, guayaquil } from '../support/story.ts'
import { countsOf } from '../support/tables.ts'
import { codeFor, contactOf, documentOf, hour, walkTo } from '../support/walks.ts'

type Press = (test_: TestApp, browser: Browserless, person: typeof maria) => Promise<FilledForm>

const filled = (browser: Browserless, button: string, fields: Record<string, string>) => {
  const form = browser.form(button)
  return { ...form, fields: { ...form.fields, ...fields } }
}

/** Every POST there is, as the form that stands on the page. */
const posts: [string, Press][] = [
  [
    'start',
    async (_test, browser) => {
      await browser.visit('/')
      return filled(browser, 'Sacar un turno', { procedure: certificate })
    },
  ],
  [
    'document',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'documento')
      return filled(browser, 'Consultar', documentOf(person))
    },
  ],
  [
    'contact',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'contacto')
      return filled(browser, 'Siguiente', contactOf(person))
    },
  ],
  [
    'resend',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'codigo')
      test_.clock.advance({ minutes: 1 })
      return filled(browser, 'Enviar otro código', {})
    },
  ],
  [
    'code',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'codigo')
      return filled(browser, 'Verificar', { code: await codeFor(test_, person.email) })
    },
  ],
  [
    'place',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'lugar')
      return filled(browser, 'Elegir esta agencia', { agency: guayaquil })
    },
  ],
  [
    'hold',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'horario')
      return filled(browser, 'Sí', { slot: hour })
    },
  ],
  [
    'confirm',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'resumen')
      return filled(browser, 'Confirmar', {})
    },
  ],
  [
    'cancel',
    async (test_, browser, person) => {
      const page = await walkTo({ test_, browser, person }, 'turno')
      await browser.visit(`${page.url.split('?')[0]}/cancelacion`)
      return filled(browser, 'Sí, cancelar', {})
    },
  ],
  [
    'my turno',
    async (test_, browser, person) => {
      await walkTo({ test_, browser, person }, 'turno')
      await browser.visit('/mi-turno')
      return filled(browser, 'Enviar el enlace', { email: person.email })
    },
  ],
]

describe.each(dialects)('every POST five times at once is one, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  test.each(posts)('%s', async (_name, press) => {
    const before = await countsOf(test_.services.database)
    const once = await rowsMade(1, maria)
    const fiveTimes = await rowsMade(5, somebody(5))
    expect(fiveTimes.rows).toEqual(once.rows)
    expect(Object.values(once.rows).some((count) => count > 0)).toBe(true)
    // Each click gets an answer that is no fault of ours, and one that worked the page of the first.
    for (const status of fiveTimes.statuses) expect([200, 303, 429]).toContain(status)
    expect(fiveTimes.statuses).toContain(once.statuses[0])
    const ends = new Set(fiveTimes.places.filter((place) => place !== undefined))
    expect(ends.size).toBeLessThanOrEqual(1)
    expect(before).not.toEqual(await countsOf(test_.services.database))

    /** How many rows of each table the presses made, the pages before them included. */
    async function rowsMade(times: number, person: typeof maria) {
      const start = await countsOf(test_.services.database)
      const mails = test_.mails.length
      const browser = browserless(test_)
      const { action, fields } = await press(test_, browser, person)
      const answers = await Promise.all(
        Array.from({ length: times }, () => browser.post(action, fields)),
      )
      await test_.sendMails()
      const end = await countsOf(test_.services.database)
      const rows = Object.fromEntries(
        Object.entries(end)
          // A day's row is shared by whoever comes to it.
          .filter(([table]) => table !== 'poolDays')
          .map(([table, count]) => [table, count - (start[table] ?? 0)]),
      )
      return {
        rows: { ...rows, mails: test_.mails.length - mails },
        statuses: answers.map(({ status }) => status),
        places: answers.map(({ headers }) => headers.location?.replace(/\?.*/, '')),
      }
    }
  })
})
