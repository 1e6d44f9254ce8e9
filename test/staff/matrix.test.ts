import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import { needs } from '../../src/staff/access.ts'
import { isInstitutionWide, type Role, roles } from '../../src/staff/roles.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { recordStatements, wholeReads } from '../support/statements.ts'
import {
  guayaquilCentro,
  puertoAyora,
  type StaffBrowser,
  signedIn,
  staffBrowser,
  type Worker,
  worker,
} from './people.ts'
import { publicRoutes } from './publicRoutes.ts'
import { ofTheInstitution, type Records, recordsAt } from './records.ts'
import { type ListedRoute, routesOf } from './routeList.ts'

const agencies = { own: guayaquilCentro, foreign: puertoAyora }
type Whose = keyof typeof agencies

const statements = recordStatements()

describe('every route, every role, own and foreign agency', () => {
  let test_: TestApp
  let guarded: ListedRoute[]
  const people = new Map<Role, Worker>()
  const records = new Map<Whose, Records>()
  beforeAll(async () => {
    test_ = await startTestApp()
    guarded = routesOf(test_.app).filter(({ needs: needed }) => needed !== null)
    for (const role of roles) {
      const person = { name: `Persona ${role}`, email: `${role}@iess.example` }
      const agencyId = isInstitutionWide(role) ? null : agencies.own
      people.set(role, await worker(test_, person, [{ role, agencyId }]))
    }
    for (const whose of ['own', 'foreign'] as const) {
      records.set(whose, await recordsAt(test_, agencies[whose]))
    }
  })
  afterAll(() => test_.stop())

  const listed = (route: ListedRoute) => `${route.method} ${route.path}`

  /** The address of a route for the records of an agency; null where a record is not known. */
  function addressOf({ path }: ListedRoute, whose: Whose): string | null {
    const known = records.get(whose) ?? {}
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    if (names.some((name) => known[name] === undefined)) return null
    return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(known[name] ?? ''))
  }

  async function ask(browser: StaffBrowser, route: ListedRoute, whose: Whose) {
    const address = addressOf(route, whose) ?? ''
    const isLive = route.needs?.passive === true && route.method === 'GET'
    const answer = await (route.method === 'POST'
      ? browser.post(address)
      : isLive
        ? headersOf(test_, browser, address)
        : browser.get(address))
    const location = String(answer.headers.location)
    const sentAway = answer.status === 303 && /^\/personal\/entrar(\?volver=.*)?$/.test(location)
    return sentAway ? 'signed-out' : answer.status === 403 ? 'refused' : 'let-in'
  }

  /** What it should be: worked out from the declaration alone, without the guard's own code. */
  function expected({ needs: needed }: ListedRoute, role: Role, whose: Whose) {
    if (!needed) throw new Error('A route without needs')
    const hasRole = needed.roles === 'anyone' || needed.roles.includes(role)
    const there = !needed.agency || whose === 'own' || isInstitutionWide(role)
    return hasRole && there ? 'let-in' : 'refused'
  }

  test('each route is public, or says what it needs before anything else', () => {
    const all = routesOf(test_.app)
    expect(all.length).toBeGreaterThan(40)
    const open = all.filter(({ needs: needed }) => needed === null).map(listed)
    expect(open.sort()).toEqual([...publicRoutes].sort())
    const late = all.filter((route) => route.needs !== null && !route.guardedFirst)
    expect(late.map(listed)).toEqual([])
  })

  test('each parameter of a guarded route stands for a record that tests can make', () => {
    expect(guarded.filter((route) => addressOf(route, 'own') === null).map(listed)).toEqual([])
  })

  test('a route about a record of an agency asks at that agency', () => {
    const roleless = guarded.filter(
      ({ path, needs: needed }) =>
        needed?.agency === undefined &&
        [...path.matchAll(/:(\w+)/g)].some(([, name = '']) => !ofTheInstitution.includes(name)),
    )
    expect(roleless.map(listed)).toEqual([])
  })

  test('signed out, each leads to the sign-in page', async () => {
    const answers: [string, string][] = []
    for (const route of guarded) {
      answers.push([listed(route), await ask(staffBrowser(test_), route, 'own')])
    }
    expect(answers).toEqual(guarded.map((route) => [listed(route), 'signed-out']))
  })

  // What is let in may change what is asked for next, so all that is refused comes first.
  test.each(['refused', 'let-in'] as const)(
    'signed in, who should be %s is',
    async (outcome) => {
      const cases = roles.flatMap((role) =>
        (['own', 'foreign'] as const).flatMap((whose) =>
          guarded
            .filter((route) => expected(route, role, whose) === outcome)
            .map((route) => ({ role, whose, route })),
        ),
      )
      const wrong: string[] = []
      for (const { role, whose, route } of cases) {
        const person = people.get(role)
        if (!person) throw new Error('Nobody with this role')
        const answer = await ask(await signedIn(test_, person), route, whose)
        if (answer !== outcome) wrong.push(`${listed(route)} ${role} ${whose}: ${answer}`)
      }
      expect(wrong).toEqual([])
    },
    240_000,
  )

  test('no page and no step reads a table that grows from end to end', () => {
    expect(wholeReads(test_.services.config.databaseUrl, statements)).toEqual([])
  })

  test('outside demo mode a supervisor without second factor gets to its page alone', async () => {
    const service = await startTestApp({ config: { demo: false } })
    const person = { name: 'Tomás Guamán', email: 'tomas@iess.example' }
    const agencyId = agencies.own
    const tomas = await worker(service, person, [{ role: 'supervisor', agencyId }])
    const open: string[] = []
    for (const route of guarded) {
      const browser = await signedIn(service, tomas)
      const address = addressOf(route, 'own') ?? ''
      const answer = await (route.method === 'POST' ? browser.post(address) : browser.get(address))
      const led = answer.headers.location === '/personal/cuenta/segundo-factor'
      if (!(answer.status === 303 && led)) open.push(listed(route))
    }
    await service.stop()
    expect(open.sort()).toEqual([
      'GET /personal/cuenta/segundo-factor',
      'GET /personal/cuenta/segundo-factor/qr.svg',
      'POST /personal/cuenta/segundo-factor',
      'POST /personal/salir',
    ])
  }, 60_000)
})

test('a route that declares nothing, or late, is seen', () => {
  const app = express()
  const guard = needs({ roles: ['window'] })
  app.get('/open', (_request, response) => void response.end())
  app.post('/late', (_request, _response, next) => next(), guard)
  app.use(express.Router().get('/inner', guard))
  const seen = routesOf(app).map(({ method, path, needs: needed, guardedFirst }) => [
    method,
    path,
    needed !== null,
    guardedFirst,
  ])
  expect(seen).toEqual([
    ['GET', '/open', false, false],
    ['POST', '/late', true, false],
    ['GET', '/inner', true, true],
  ])
})

/** The answer as soon as its headers are there: a live stream has no end. */
async function headersOf({ app }: TestApp, browser: StaffBrowser, address: string) {
  const server = createServer(app).listen(0)
  const place = server.address()
  const port = typeof place === 'object' && place !== null ? place.port : 0
  const cookie = browser.cookie('personal')
  const answer = await fetch(`http://127.0.0.1:${port}${address}`, {
    redirect: 'manual',
    headers: cookie === undefined ? {} : { cookie: `personal=${cookie}` },
  })
  const location = answer.headers.get('location')
  await answer.body?.cancel()
  server.closeAllConnections()
  server.close()
  return { status: answer.status, headers: { location } }
}
