import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import type { Mailbox } from '../../src/messages/builtIn/mailbox.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless } from '../support/browserless.ts'
import { somebody } from '../support/people.ts'
import { dumpOf } from '../support/tables.ts'
import { draftUrl, type Place, places, walkTo } from '../support/walks.ts'
import { type Asker, type Row, table } from './routes.table.ts'

const hours = ['13:20', '13:40', '14:00', '14:20', '14:40'].map((at) => `2026-11-25T${at}:00.000Z`)

const mail = {
  id: 'm1',
  to: 'maria@example.org',
  subject: 'Prueba',
  date: '2026-11-24T14:00:00.000Z',
}

const mailbox: Mailbox = {
  list: async () => [mail],
  find: async (id) =>
    id === mail.id
      ? { ...mail, from: 'x@example.org', text: 'Hola', html: '<p>Hola</p>', attachments: [] }
      : null,
  attachment: async (id, n) =>
    id === mail.id && n === 0
      ? { name: 'hola.txt', type: 'text/plain', content: Buffer.from('hola') }
      : null,
}

type Known = { browser: Browserless; params: Record<string, string> }

describe('every route in every state', () => {
  let test_: TestApp
  const known = new Map<Asker, Known>()

  beforeAll(async () => {
    const bare = await startTestApp()
    const { services } = bare
    // The name of the view goes along in a header, as the tests' own mark.
    const pages: typeof services.pages = {
      ...services.pages,
      send: (request, response, view, model, status) => {
        response.set('X-View', view)
        return services.pages.send(request, response, view, model, status)
      },
    }
    test_ = { ...bare, app: createApp({ ...services, pages, mailbox }) }
    const others = { slug: 'ninguno', token: 'nada', id: mail.id, n: '0' }
    for (const [n, place] of places.entries()) await arrange(place, place, n)
    await arrange('cancelled', 'turno', 8)
    await arrange('begun', 'turno', 9)
    const { transaction, tables } = services.database
    await services.turnos.cancel(known.get('cancelled')?.params.turnoId ?? '', 'applicant')
    await transaction(async (tx) => {
      const id = known.get('begun')?.params.turnoId ?? ''
      const past = { startAt: '2026-11-24T13:40:00.000Z', endAt: '2026-11-24T14:20:00.000Z' }
      await tx.update(tables.turnos).set(past).where(eq(tables.turnos.id, id))
    })
    const theirs = {
      ...others,
      draft: known.get('resumen')?.params.draft ?? '',
      reference: known.get('turno')?.params.reference ?? '',
    }
    const turno = await services.turnos.byId(known.get('turno')?.params.turnoId ?? '')
    if (!turno) throw new Error('No turno')
    const token = services.papers.linkToken(turno)
    known.set('stranger', { browser: browserless(test_), params: theirs })
    known.set('linked', { browser: browserless(test_), params: { ...theirs, token } })
    const intruder = browserless(test_)
    await walkTo({ test_, browser: intruder, person: somebody(99) }, 'documento')
    known.set('intruder', { browser: intruder, params: theirs })

    async function arrange(as: Asker, place: Place, n: number) {
      const browser = browserless(test_)
      const slot = hours[n % hours.length] ?? ''
      const page = await walkTo({ test_, browser, person: somebody(n + 1), slot }, place)
      const reference = /^\/turnos\/([^/?]+)/.exec(page.url)?.[1] ?? ''
      const made = place === 'turno' ? await services.turnos.byReference(reference) : null
      const draft = made ? made.draftId : draftUrl(page.url).split('/')[3]
      const params = { ...others, reference, draft: draft ?? '', turnoId: made?.id ?? '' }
      known.set(as, { browser, params })
    }
  })
  afterAll(() => test_.stop())

  /** The address of a row, and where it leads, with the asker's own values. */
  function filled(pattern: string, row: Row): string {
    const params = { ...known.get(row.as)?.params, ...row.with }
    return pattern.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  }

  const methodOf = (row: Row) => row.route.split(' ')[0] ?? ''
  const patternOf = (row: Row) => row.route.split(' ')[1] ?? ''
  const nameOf = (row: Row) =>
    [
      `${row.route}${row.query ?? ''} ${row.with ? JSON.stringify(row.with) : ''}`,
      row.as,
      row.status,
      row,
    ] as const

  test('every registered route has a row, and every row a route', () => {
    const registered = registeredRoutes(test_.app)
    expect(registered.length).toBeGreaterThan(30)
    expect([...new Set(table.map(({ route }) => route))].sort()).toEqual([...registered].sort())
  })

  const reads = table.filter((row) => methodOf(row) === 'GET')
  test('no GET and no HEAD changes a row of any table', async () => {
    const before = await dumpOf(test_.services.database)
    for (const row of reads) {
      const { browser } = known.get(row.as) ?? { browser: browserless(test_) }
      const path = `${filled(patternOf(row), row)}${row.query ?? ''}`
      const head = await browser.head(path)
      const got = await browser.get(path)
      expect([row.route, row.as, head.status]).toEqual([row.route, row.as, got.status])
      expect(head.text ?? '').toBe('')
    }
    expect(await dumpOf(test_.services.database)).toEqual(before)
  })

  test.each(table.map(nameOf))('%s as %s: %i', async (_name, _as, _status, row) => {
    const { browser } = known.get(row.as) ?? { browser: browserless(test_) }
    const path = `${filled(patternOf(row), row)}${row.query ?? ''}`
    if (methodOf(row) === 'POST') {
      const forged = await browser.post(path, row.body ?? {})
      expect(forged.status).toBe(403)
      expect(forged.headers['x-view']).toBe('web/error')
    }
    const answer =
      methodOf(row) === 'GET'
        ? await browser.get(path)
        : await browser.post(path, { ...row.body, _csrf: await tokenOf(browser) })
    expect(answer.status).toBe(row.status)
    expect(answer.headers['x-view']).toBe(row.view)
    expect(answer.headers['cache-control']).toBe(row.cache ?? 'no-store')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    if (row.to === undefined) expect(answer.headers.location).toBeUndefined()
    else expect(answer.headers.location).toMatch(new RegExp(`^${filled(row.to, row)}`))
    if (row.to === patternOf(row)) throw new Error('A page that leads to itself')
  })
})

/** A token of this browser, read from a page that has a form for everybody. */
async function tokenOf(browser: Browserless): Promise<string> {
  const page = await browser.get('/mi-turno')
  return /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
}

const layer = z.object({
  route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
  handle: z.unknown(),
})
const stacked = z.object({ stack: z.array(z.unknown()) })

/** `METHOD /pattern` of everything that Express was told, in whichever router. */
function registeredRoutes(app: { router: unknown }): string[] {
  const found: string[] = []
  const visit = (router: unknown) => {
    const read = stacked.safeParse(asObject(router))
    for (const one of read.success ? read.data.stack : []) {
      const { route, handle } = layer.parse(one)
      for (const method of Object.keys(route?.methods ?? {})) {
        found.push(`${method.toUpperCase()} ${route?.path}`)
      }
      if (!route) visit(handle)
    }
  }
  visit(app.router)
  return found
}

/** A router is a function with a stack; zod reads objects. */
function asObject(value: unknown): unknown {
  return typeof value === 'function' ? { ...value } : value
}
