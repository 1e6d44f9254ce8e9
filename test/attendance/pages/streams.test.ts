import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { waitToken } from '../../../src/attendance/waitLink.ts'
import { type StaffBrowser, signedIn, staffBrowser, type Worker } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { until } from '../../support/until.ts'
import { centre } from '../ground.ts'
import { ayoraAgency, openRoom, type Room, walkedIn } from './room.ts'

/** As often as a stream asks whether it may go on. */
const heartbeatMs = 15_000

let test_: TestApp
let room: Room
let server: Server
let base: string
beforeEach(async () => {
  // Only the heartbeats stand still; everything else goes on.
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setTimeout',
      'clearTimeout',
    ],
  })
  test_ = await startTestApp()
  room = await openRoom(test_)
  server = createServer(test_.app)
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(async () => {
  jest.useRealTimers()
  server.closeAllConnections()
  server.close()
  await test_.stop()
})

/** What a stream says next; null once it has ended. */
type Stream = { status: number; next(): Promise<string | null> }

async function stream(browser: StaffBrowser, path: string, cookies: string[]): Promise<Stream> {
  const cookie = cookies.map((name) => `${name}=${browser.cookie(name)}`).join('; ')
  const answer = await fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' })
  const reader = answer.body?.getReader()
  return {
    status: answer.status,
    async next() {
      const read = await reader?.read()
      return !read || read.done ? null : new TextDecoder().decode(read.value)
    },
  }
}

describe('a live stream', () => {
  let ana: Worker
  let browser: StaffBrowser
  beforeEach(async () => {
    ana = await room.worker('Ana', [
      { role: 'window', agencyId: centre },
      { role: 'reception', agencyId: centre },
    ])
    browser = await signedIn(test_, ana)
    await browser.post('/ventanilla/abrir', { window: `${centre}-1` })
  })

  test.each([
    ['the role is taken away', '/ventanilla/cambios', () => elsewhere()],
    ['the role is taken away at reception', `/recepcion/${centre}/cambios`, () => elsewhere()],
    [
      'they sign out',
      '/ventanilla/cambios',
      async () => void (await browser.post('/personal/salir')),
    ],
    ['they have been idle for too long', '/ventanilla/cambios', async () => idle()],
  ])('of staff ends when %s', async (_name, path, after) => {
    const live = await stream(browser, path, ['personal'])
    expect(await live.next()).toBe('retry: 2000\n\n')
    jest.advanceTimersByTime(heartbeatMs)
    expect(await live.next()).toBe(': \n\n')
    await after()
    jest.advanceTimersByTime(heartbeatMs)
    expect(await live.next()).toBeNull()
    expect(test_.services.attendance.changes.listening()).toBe(0)
  })

  const elsewhere = async () => {
    const roles = [{ role: 'window' as const, agencyId: ayoraAgency }]
    await test_.services.staff.accounts.setRoles(ana.email, roles, 'operator')
  }
  const idle = () => test_.clock.advance({ minutes: 31 })

  test('of another agency is refused, and nothing from there is heard in one’s own', async () => {
    const other = await stream(browser, `/recepcion/${ayoraAgency}/cambios`, ['personal'])
    expect(other.status).toBe(403)
    const own = await stream(browser, '/ventanilla/cambios', ['personal'])
    await own.next()
    await walkedIn(test_, ayoraAgency, 'far')
    jest.advanceTimersByTime(heartbeatMs)
    expect(await own.next()).toBe(': \n\n')
  })

  test('of one’s own place ends with the link’s day', async () => {
    const id = await walkedIn(test_, centre, 'one')
    const { database, keyring, stores } = test_.services
    const row = await stores.arrivals.find(database.read, id)
    if (!row) throw new Error('No arrival')
    const person = staffBrowser(test_)
    await person.get(`/espera/${waitToken(keyring, row)}`)
    const live = await stream(person, `/espera/lugar/${id}/cambios`, [`espera-${id}`])
    expect(await live.next()).toBe('retry: 2000\n\n')
    test_.clock.advance({ hours: 19 })
    jest.advanceTimersByTime(heartbeatMs)
    expect(await live.next()).toBeNull()
  })

  test('of a display beyond those of one building is refused, and the board is looked at instead', async () => {
    const path = `/pantalla/${centre}/cambios`
    const ends: AbortController[] = []
    const open = async () => {
      const end = new AbortController()
      ends.push(end)
      return fetch(`${base}${path}`, { signal: end.signal })
    }
    for (let n = 0; n < 20; n += 1) expect((await open()).status).toBe(200)
    const refused = await open()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect((await fetch(`${base}/pantalla/${centre}/ahora`)).status).toBe(200)
    expect(test_.services.attendance.changes.listening()).toBe(20)
    // Phones of the same room have their own share.
    const id = await walkedIn(test_, centre, 'one')
    const row = await test_.services.stores.arrivals.find(test_.services.database.read, id)
    if (!row) throw new Error('No arrival')
    const person = staffBrowser(test_)
    await person.get(`/espera/${waitToken(test_.services.keyring, row)}`)
    const own = await stream(person, `/espera/lugar/${id}/cambios`, [`espera-${id}`])
    expect(own.status).toBe(200)
    ends[0]?.abort()
    await until('the stream that was left', async () =>
      test_.services.attendance.changes.listening() === 20 ? true : null,
    )
    expect((await open()).status).toBe(200)
  })

  test('that is asked for its head alone ends with that', async () => {
    for (const path of [`/pantalla/${centre}/cambios`, '/ventanilla/cambios']) {
      const headers = { cookie: `personal=${browser.cookie('personal')}` }
      const answer = await fetch(`${base}${path}`, { method: 'HEAD', headers })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch('text/event-stream')
      await answer.text()
    }
    expect(test_.services.attendance.changes.listening()).toBe(0)
  })

  test('ends with the process, so that it does not keep it', async () => {
    const live = await stream(browser, `/pantalla/${centre}/cambios`, [])
    expect(await live.next()).toBe('retry: 2000\n\n')
    test_.services.attendance.changes.close()
    expect(await live.next()).toBeNull()
  })
})
