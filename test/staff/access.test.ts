import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import express, { type Express } from 'express'
import { isHttpError } from 'http-errors'
import request from 'supertest'
import {
  agenciesWith,
  agencyInPath,
  may,
  needs,
  requireAt,
  requireRole,
  type Staff,
  staffOf,
} from '../../src/staff/access.ts'
import type { RoleGrant } from '../../src/staff/roles.ts'
import { wayBack } from '../../src/staff/wayBack.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ana, guayaquilCentro, puertoAyora, tomas, worker } from './people.ts'

const staff = (...roles: RoleGrant[]): Staff => ({ id: '1', ...ana, roles, strong: false })

test('a role counts at its agency, and everywhere where it has none', () => {
  const clerk = staff(
    { role: 'window', agencyId: guayaquilCentro },
    { role: 'reception', agencyId: puertoAyora },
  )
  expect(may(clerk, 'window', guayaquilCentro)).toBe(true)
  expect(may(clerk, 'window', puertoAyora)).toBe(false)
  expect(may(clerk, ['window', 'reception'], puertoAyora)).toBe(true)
  expect(may(clerk, 'supervisor', guayaquilCentro)).toBe(false)
  expect(may(staff({ role: 'auditor', agencyId: null }), 'auditor', puertoAyora)).toBe(true)
  expect(may(staff({ role: 'admin', agencyId: null }), 'window', puertoAyora)).toBe(false)
  expect(agenciesWith(clerk, ['window', 'reception'])).toEqual([guayaquilCentro, puertoAyora])
  expect(agenciesWith(clerk, 'admin')).toEqual([])
  expect(agenciesWith(staff({ role: 'admin', agencyId: null }), 'admin')).toBe('all')
})

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/ñ',
  '/a b',
  '/\n/evil.example',
  '',
  `/${'a'.repeat(501)}`,
  '/..//evil.example',
  '/.//evil.example',
  '/a/../..//evil.example',
  '/%2e//evil.example',
])('no way back: %j', (given) => expect(wayBack(given)).toBeNull())

describe('the guard', () => {
  let test_: TestApp
  let app: Express
  beforeEach(async () => {
    test_ = await startTestApp()
    app = express()
    app.use(test_.services.staff.cookie.identify())
    const done: express.RequestHandler = (asked, response) => {
      response.send(staffOf(asked)?.name ?? 'nobody')
    }
    app.get('/anyone', needs({ roles: 'anyone' }), done)
    app.get('/window', requireRole('window'), done)
    app.get('/at/:agency', requireAt(agencyInPath, 'window', 'admin'), done)
    app.get('/there/:agency', needs({ roles: 'anyone', agency: agencyInPath }), done)
    app.get(
      '/gone',
      requireAt(async () => null, 'window'),
      done,
    )
    app.post('/form', requireRole('window'), done)
    app.get('/live', needs({ roles: 'anyone', passive: true }), done)
    const statusOnly: express.ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(isHttpError(error) ? error.status : 500).end()
    }
    app.use(statusOnly)
  })
  afterEach(() => test_.stop())

  /** The cookie of a new session of somebody with these roles. */
  async function cookieOf(person: { name: string; email: string }, ...roles: RoleGrant[]) {
    const { id } = await worker(test_, person, roles)
    const { database, staff: room } = test_.services
    return `personal=${await database.transaction((tx) => room.sessions.start(tx, id, false))}`
  }
  const status = async (path: string, cookie: string) =>
    (await request(app).get(path).set('Cookie', cookie)).status

  test('lets in by role and agency', async () => {
    const clerk = await cookieOf(ana, { role: 'window', agencyId: guayaquilCentro })
    const admin = await cookieOf(tomas, { role: 'admin', agencyId: null })
    const asked = [
      '/anyone',
      '/window',
      `/at/${guayaquilCentro}`,
      `/at/${puertoAyora}`,
      `/there/${guayaquilCentro}`,
      `/there/${puertoAyora}`,
      '/gone',
    ]
    const of = (cookie: string) => Promise.all(asked.map((path) => status(path, cookie)))
    expect(await of(clerk)).toEqual([200, 200, 200, 403, 200, 403, 404])
    expect(await of(admin)).toEqual([200, 403, 200, 200, 200, 200, 403])
  })

  test('signed out, one is asked to sign in and comes back to what was looked at', async () => {
    for (const cookie of ['', 'personal=', 'personal=x', `personal=${'a'.repeat(32)}`]) {
      const answer = await request(app).get('/window?x=1&y=2').set('Cookie', cookie)
      expect(answer.status).toBe(303)
      expect(answer.headers.location).toBe('/personal/entrar?volver=%2Fwindow%3Fx%3D1%26y%3D2')
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    expect((await request(app).post('/form')).headers.location).toBe('/personal/entrar')
  })

  test('what a page asks for by itself keeps nobody signed in', async () => {
    const cookie = await cookieOf(ana, { role: 'window', agencyId: guayaquilCentro })
    for (let minutes = 0; minutes < 29; minutes += 1) {
      test_.clock.advance({ minutes: 1 })
      expect(await status('/live', cookie)).toBe(200)
    }
    test_.clock.advance({ minutes: 1 })
    expect(await status('/live', cookie)).toBe(303)
  })
})
