import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isNotNull } from 'drizzle-orm'
import { newReference } from '../../src/keys/reference.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { browserless, type Page } from '../support/browserless.ts'
import { lukasz, maria, nguyen, type Person, turnoOf } from '../support/people.ts'
import { codeFor, contactOf, documentOf, draftUrl, hour, walkTo } from '../support/walks.ts'

/** What a page says, without what differs between any two walks. */
function comparable({ html, url, status }: Page, person: Person) {
  const draft = draftUrl(url) || 'no draft'
  const text = html
    .replace(/(name="_csrf" value=")[^"]*/g, '$1')
    .replaceAll(draft, '/draft')
    .replaceAll(person.number, 'NUMBER')
    .replaceAll(person.number.slice(-4), 'TAIL')
    .replaceAll(person.email, 'EMAIL')
  return { status, url: url.replace(draft, '/draft'), text }
}

describe('nobody learns of another’s turno by typing a document', () => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp()
    await turnoOf(test_.services, maria, hour)
    test_.clock.advance({ minutes: 2 })
  })
  afterEach(() => test_.stop())

  /** All pages a snooper sees from the document up to the summary. */
  async function snoop(victim: Person, email: string) {
    const browser = browserless(test_)
    const person = { ...victim, email, givenNames: 'Ana', surnames: 'Curiosa' }
    const seen: Page[] = []
    const press = async (fields: Record<string, string>, button: string) => {
      seen.push(await browser.submit(fields, button))
    }
    await walkTo({ test_, browser, person }, 'documento')
    await press({ ...documentOf(person), number: `${person.number}!` }, 'Consultar')
    await press({ ...documentOf(person), proceed: 'yes' }, 'Consultar')
    await press(contactOf(person), 'Siguiente')
    await press({ code: await codeFor(test_, email) }, 'Verificar')
    await press({}, 'Elegir esta agencia')
    await press({ slot: '2026-11-25T15:00:00.000Z' }, 'Sí')
    return { browser, seen: seen.map((page) => comparable(page, person)) }
  }

  test('every page up to "Confirmar" is the same for a known and an unknown document', async () => {
    const unknown = { ...maria, number: '084520000' }
    const one = await snoop(maria, 'curiosa@example.org')
    // The first one's hold is no news of a document.
    const { transaction, tables } = test_.services.database
    await transaction(async (tx) => {
      await tx.delete(tables.seats).where(isNotNull(tables.seats.draftId))
    })
    const other = await snoop(unknown, 'curiose@example.org')
    expect(one.seen.map(({ url }) => url.replace(/.*\//, ''))).toEqual([
      'documento',
      'contacto',
      'codigo',
      'lugar',
      'horario',
      'resumen',
    ])
    for (const [n, page] of one.seen.entries()) {
      expect(masked(page)).toEqual(masked(other.seen[n]))
    }
  })

  test('at "Confirmar" the words are neutral, and after three of them one has to wait', async () => {
    const { browser } = await snoop(maria, 'curiosa@example.org')
    for (const status of [409, 409, 409, 429]) {
      const page = await browser.submit({}, 'Confirmar')
      expect(page.status).toBe(status)
      expect(page.html).not.toContain(maria.email)
      expect(page.html).not.toContain('Ñáñez')
      expect(page.$('.notice').text()).toContain('No pudimos confirmar este turno')
      if (status === 429) expect(Number(page.headers['retry-after'])).toBeGreaterThan(0)
    }
  })

  test('"Mi turno" answers a known and an unknown address alike, in words and in headers', async () => {
    const ask = async (person: Person) => {
      const browser = browserless(test_)
      await browser.visit('/mi-turno')
      const { action, fields } = browser.form()
      const answer = await browser.post(action, { ...fields, email: person.email })
      const { date: _date, 'content-length': _length, ...headers } = answer.headers
      const page = { html: answer.text, url: action, status: answer.status }
      return {
        headers: Object.keys(headers).sort(),
        ...comparable({ ...browser.page(), ...page }, person),
      }
    }
    const stranger = await ask(nguyen)
    expect(stranger.status).toBe(200)
    expect(await ask(maria)).toEqual(stranger)
    expect(await ask(maria)).toEqual(stranger)
  })

  test('a turno’s address leads a stranger to the same place whether it exists or not', async () => {
    const id = await turnoOf(test_.services, lukasz, '2026-11-25T14:00:00.000Z')
    const turno = await test_.services.turnos.byId(id)
    const answers = await Promise.all(
      [turno?.reference ?? '', newReference(), 'NADA'].map((reference) =>
        browserless(test_).get(`/turnos/${reference}`),
      ),
    )
    for (const { status, headers, text } of answers) {
      expect([status, headers.location, text]).toEqual([303, '/mi-turno', answers[0]?.text])
    }
  })
})

/** The holds of the two walks differ by the seconds of the clock only, which stands still. */
function masked(page: { status: number; url: string; text: string } | undefined) {
  return page && { ...page, text: page.text.replace(/c···@example\.org/g, 'MASKED') }
}
