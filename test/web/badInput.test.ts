import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { Response } from 'supertest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless } from '../support/browserless.ts'
import { somebody } from '../support/people.ts'
import { certificate, guayaquil } from '../support/story.ts'
import { dumpOf } from '../support/tables.ts'
import { contactOf, documentOf, type Place, walkTo } from '../support/walks.ts'
import { hostileShapes, hostileTexts } from './hostileTexts.ts'

type Form = {
  name: string
  place: Place | 'home' | 'find'
  /** Every field of the form, with a good answer. */
  fields: Record<string, string>
  /** Where the fields show what was typed, and so must show it again. */
  kept: string[]
}

const person = somebody(1)
const forms: Form[] = [
  {
    name: 'start',
    place: 'home',
    fields: { procedure: certificate, nonce: 'n' },
    kept: [],
  },
  {
    name: 'documento',
    place: 'documento',
    fields: {
      ...documentOf(person),
      forWhom: 'other',
      thirdKind: 'passport',
      thirdCountry: 'COL',
      thirdNumber: 'BX999999',
      proceed: 'yes',
    },
    kept: ['number', 'thirdNumber'],
  },
  {
    name: 'contacto',
    place: 'contacto',
    fields: { ...contactOf(person), emailSeen: '', useEmail: '' },
    kept: ['givenNames', 'surnames', 'email', 'phone'],
  },
  { name: 'codigo', place: 'codigo', fields: { code: '' }, kept: [] },
  {
    name: 'lugar',
    place: 'lugar',
    fields: { province: '09', procedure: certificate, agency: guayaquil },
    kept: [],
  },
  {
    name: 'horario',
    place: 'horario',
    fields: { slot: '2026-11-25T13:20:00.000Z' },
    kept: [],
  },
  {
    name: 'mi turno',
    place: 'find',
    fields: { email: 'nadie@example.org' },
    kept: ['email'],
  },
]

describe.each(['sqlite', 'postgres'] as const)(
  'what no form of ours would send, on %s',
  (dialect) => {
    let test_: TestApp
    const browsers = new Map<string, { browser: Browserless; url: string; token: string }>()

    beforeAll(async () => {
      test_ = await startTestApp({ dialect, config: { trustProxy: 1 } })
      for (const [n, { name, place }] of forms.entries()) {
        const browser = browserless(test_)
        const page =
          place === 'home' || place === 'find'
            ? await browser.visit(place === 'home' ? '/' : '/mi-turno')
            : await walkTo({ test_, browser, person: somebody(n + 1) }, place)
        const token = page.$('input[name="_csrf"]').attr('value') ?? ''
        const url = place === 'home' ? '/turnos/nuevo' : page.url
        browsers.set(name, { browser, url, token })
      }
    })
    afterAll(() => test_.stop())

    // PostgreSQL is only asked what SQLite would let pass.
    const shapes = dialect === 'sqlite' ? Object.keys(hostileShapes) : ['invalid UTF-8']

    function textsFor(field: string, form: Form): string[] {
      if (dialect === 'postgres') return ['NUL', 'SQL']
      const typed = [...form.kept, 'code', 'slot', 'nonce'].includes(field)
      return typed ? Object.keys(hostileTexts) : ['nothing at all', 'NUL', 'ten kilobytes', 'HTML']
    }

    let posts = 0

    /** Each from an address of its own, so that the limits are not what refuses. */
    function post(
      browser: Browserless,
      url: string,
      body: string | Record<string, string>,
      headers = {},
    ) {
      posts += 1
      const from = `10.${posts >> 16}.${(posts >> 8) & 255}.${posts & 255}`
      return browser.post(url, body, { 'X-Forwarded-For': from, ...headers })
    }

    const at = (form: string) => {
      const found = browsers.get(form)
      if (!found) throw new Error(`No form ${form}`)
      return found
    }

    function holds(answer: Response, language = 'es') {
      expect(answer.status).toBeLessThan(500)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.text).not.toContain('<script>alert')
      if (answer.status < 400) return
      const $ = load(answer.text)
      expect($('html').attr('lang')).toBe(language)
      expect($('h1').text()).not.toBe('')
      if (answer.status !== 422) return
      // A warning asks rather than refuses; anything else is summed up, each line with its field.
      const summary = $('.govuk-error-summary')
      if (summary.length === 0) expect($('.notice').length).toBeGreaterThan(0)
      summary.find('a').each((_, link) => {
        expect($(`[id="${link.attribs.href?.slice(1)}"]`).length).toBe(1)
      })
    }

    const everyField = forms.flatMap((form) =>
      Object.keys(form.fields).map((field) => [form.name, field, form] as const),
    )

    test.each(everyField)('%s, %s: hostile texts', async (name, field, form) => {
      const { browser, url, token } = at(name)
      for (const what of textsFor(field, form)) {
        const text = hostileTexts[what] ?? ''
        const answer = await post(browser, url, { ...form.fields, [field]: text, _csrf: token })
        holds(answer)
        if (answer.status === 422 && form.kept.includes(field)) {
          const shown = load(answer.text)(`[name="${field}"]`).attr('value') ?? ''
          expect([what, oneLine(shown)]).toEqual([what, oneLine(text)])
        }
      }
    })

    test.each(everyField)('%s, %s: hostile shapes', async (name, field, form) => {
      const { browser, url, token } = at(name)
      const others = Object.entries(form.fields).filter(([key]) => key !== field)
      const rest = new URLSearchParams([...others, ['_csrf', token]]).toString()
      for (const what of shapes) {
        const shape = hostileShapes[what] ?? (() => '')
        holds(await post(browser, url, shape(field, rest)))
      }
      expect(Object.prototype).not.toHaveProperty(field)
    })

    test.each(forms.map((form) => [form.name, form] as const))(
      '%s: not a form of ours, or not a form at all',
      async (name, form) => {
        const { browser, url, token } = at(name)
        const before = await dumpOf(test_.services.database)
        const body = new URLSearchParams({ ...form.fields, _csrf: token }).toString()
        const json = JSON.stringify({ ...form.fields, _csrf: token })
        const multipart =
          '--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\nx\r\n--x--\r\n'
        const refusals: [number, string, Record<string, string>][] = [
          [403, body.replace(/_csrf=[^&]*/, ''), {}],
          [403, body.replace(/_csrf=/, '_csrf=x'), {}],
          [403, `${body}&_csrf=other`, {}],
          [403, body.replace('_csrf=', '_csrf[]='), {}],
          [403, body, { Origin: 'https://evil.example' }],
          [403, body, { Origin: 'null' }],
          [403, body, { Origin: 'http://localhost:3000.evil.example' }],
          [403, body, { 'Sec-Fetch-Site': 'cross-site' }],
          [403, body, { 'Sec-Fetch-Site': 'same-site' }],
          [415, json, { 'Content-Type': 'application/json' }],
          [415, multipart, { 'Content-Type': 'multipart/form-data; boundary=x' }],
          [415, body, { 'Content-Type': 'text/plain' }],
          [415, body, { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-7' }],
          [415, body, { 'Content-Encoding': 'rot13' }],
          [400, body, { 'Content-Encoding': 'gzip' }],
          [413, `${body}&big=${'x'.repeat(40_000)}`, {}],
          [413, `${body}${'&a=1'.repeat(100)}`, {}],
        ]
        for (const [status, sent, headers] of refusals) {
          const answer = await post(browser, url, sent, headers)
          expect([sent.slice(-60), headers, answer.status]).toEqual([
            sent.slice(-60),
            headers,
            status,
          ])
          holds(answer)
        }
        expect(await dumpOf(test_.services.database)).toEqual(before)
      },
    )

    test('another browser’s token and another browser’s draft are of no use', async () => {
      const one = at('documento')
      const other = at('contacto')
      const stolenToken = await post(other.browser, one.url, {
        ...documentOf(person),
        _csrf: one.token,
      })
      expect(stolenToken.status).toBe(403)
      const stolenDraft = await post(other.browser, one.url, {
        ...documentOf(person),
        _csrf: other.token,
      })
      expect(stolenDraft.status).toBe(404)
      for (const answer of [stolenToken, stolenDraft]) holds(answer)
    })

    test.each([
      ['never existed', '2026-11-25T13:21:00.000Z', 422],
      ['past', '2026-11-24T13:20:00.000Z', 409],
      ['too soon', '2026-11-24T15:40:00.000Z', 409],
      ['on a Sunday', '2026-11-29T15:00:00.000Z', 422],
      ['on a feriado beyond the horizon', '2026-12-25T15:00:00.000Z', 409],
      ['beyond the horizon', '2027-03-01T15:00:00.000Z', 409],
      ['in another century', '2126-11-25T15:00:00.000Z', 409],
      ['in the year nought', '0000-01-01T00:00:00.000Z', 409],
      ['in the year 9999', '9999-12-31T23:59:00.000Z', 409],
      ['no day', '2026-02-30T15:00:00.000Z', 422],
      ['in another zone', '2026-11-25T08:20:00.000-05:00', 422],
    ])('an hour %s', async (_name, slot, status) => {
      const { browser, url, token } = at('horario')
      const { read, tables } = test_.services.database
      const before = await read.select().from(tables.poolDays)
      const answer = await post(browser, url, { slot, _csrf: token })
      expect(answer.status).toBe(status)
      holds(answer)
      expect(answer.text).toContain(status === 409 ? 'Esa hora ya no se puede pedir' : 'hora')
      const asked = await browser.get(`${url}?hora=${encodeURIComponent(slot)}`)
      expect(asked.status).toBeLessThan(500)
      // Nobody makes rows for the days of other centuries.
      const after = await read.select().from(tables.poolDays)
      const reach = after.filter(({ day }) => day < '2026-11-24' || day > '2026-12-24')
      expect(reach).toEqual(before.filter(({ day }) => day < '2026-11-24' || day > '2026-12-24'))
    })

    test.each([
      '?mes=2126-11',
      '?mes=0000-00',
      '?mes=9999-12',
      '?dia=2126-02-30',
      '?dia=%00',
      '?dia[]=2026-11-25',
      '?hora=x&hora=y',
      '?aviso=__proto__',
      '?aviso=constructor',
      '?__proto__=1',
      '?%E0%A4%A=1',
      `?mes=${'9'.repeat(5000)}`,
      '?idioma=xx&idioma[]=en',
      '?idioma=%00',
    ])('the hours with %s', async (query) => {
      const { browser, url } = at('horario')
      const answer = await browser.get(url + query)
      expect(answer.status).toBe(200)
      holds(answer)
    })

    test.each([
      '?provincia=%00',
      '?provincia=99',
      '?tramite=%00&provincia=09',
      '?tramite=__proto__',
    ])('the places with %s', async (query) => {
      const { browser, url } = at('lugar')
      const answer = await browser.get(url + query)
      expect(answer.status).toBe(200)
      holds(answer)
    })

    test.each([
      ['/%E0%A4%A', 404],
      ['/turnos/nuevo/%E0%A4%A/documento', 400],
      ['/turnos/nuevo/%00/documento', 404],
      ['/turnos/nuevo/%ED%A0%80/documento', 400],
      ['/turnos/nuevo/__proto__/documento', 404],
      ['/turnos/nuevo/..%2f..%2fetc/documento', 404],
      [`/turnos/nuevo/${'a'.repeat(8000)}/documento`, 404],
      ['/tramites/%00', 404],
      ['/tramites/constructor', 404],
      ['/tramites/%ff', 400],
      ['/turnos/%00', 404],
      ['/turnos/__proto__', 303],
      ['/turnos/enlace/%00', 404],
      ['/turnos/enlace/a.b.c', 404],
      [`/turnos/enlace/${'a'.repeat(8000)}`, 404],
      ['/assets/..%2f..%2fpackage.json', 404],
      ['/assets/%00', 404],
      ['//evil.example/turnos', 404],
      ['/\\evil.example', 404],
      ['/.env', 404],
      ['/turnos/nuevo/', 303],
    ])('%s', async (path, status) => {
      const answer = await browserless(test_).get(path)
      expect(answer.status).toBe(status)
      holds(answer)
      // No link of ours leads to another host, whatever the address was.
      expect(answer.text).not.toMatch(/href="(\/[/\\]|https?:)/)
    })
  },
)

/** What HTML lets through of a text in one line: neither zero bytes nor line breaks. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, '').replaceAll('\0', '')
}
