import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { eq } from 'drizzle-orm'
import { later } from '../../../src/clock.ts'
import { type StaffBrowser, signedIn, type Worker } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, turnoOf } from '../../support/people.ts'
import { wordsOf } from '../../support/visitor.ts'
import { centre, clerkAt, crowd } from '../ground.ts'
import { ayoraAgency, openRoom, type Room, walkedIn } from './room.ts'

const at = `/recepcion/${centre}`

describe('the supervisor’s day', () => {
  let test_: TestApp
  let room: Room
  let supervisor: Worker
  let tomas: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    room = await openRoom(test_)
    supervisor = await room.worker('Tomas', [{ role: 'supervisor', agencyId: centre }])
    tomas = await signedIn(test_, supervisor)
  })
  afterEach(() => test_.stop())

  const figures = async () => {
    const $ = load((await tomas.get(`${at}/dia`)).text)
    const rows = $('.figure').map((_, one) => [
      [$(one).find('dt').text(), $(one).find('dd').text()],
    ])
    return Object.fromEntries(rows.get())
  }

  /** What Tomás did, as the agency's record has it, the oldest first. */
  const recorded = async () => {
    const { database } = test_.services
    const { audit } = database.tables
    const rows = await database.read
      .select()
      .from(audit)
      .where(eq(audit.chain, `agency:${centre}`))
    return rows
      .filter(({ actor }) => actor === `staff:${supervisor.id}`)
      .sort((one, other) => one.number - other.number)
  }

  test('counts who waits, who is to come, and the longest wait', async () => {
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    await walkedIn(test_, centre, 'one')
    test_.clock.advance({ minutes: 12 })
    await walkedIn(test_, centre, 'two')
    expect(await figures()).toMatchObject({
      Esperan: '2',
      'Espera más larga': '12 min',
      'Por llegar': '1',
      Atendidos: '0',
    })
    expect(wordsOf((await tomas.get(`${at}/dia`)).text)).toContain('No hay ventanillas abiertas.')
  })

  test('tells whose hour has passed from who may still come', async () => {
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.advance({ minutes: 2 * 60 + 15 })
    tomas = await signedIn(test_, supervisor)
    expect(await figures()).toMatchObject({ 'Por llegar': '1', 'No llegaron': '0' })
    test_.clock.advance({ minutes: 1 })
    expect(await figures()).toMatchObject({ 'Por llegar': '0', 'No llegaron': '1' })
  })

  test('finds the longest wait of a long line at its end too', async () => {
    const came = (minutes: number) => later(test_.clock.now(), { minutes: -minutes })
    const first = Array.from({ length: 60 }, () => ({
      arrivedAt: came(10),
      priority: 'older' as const,
    }))
    await crowd(test_.services, [...first, { arrivedAt: came(35), priority: null }])
    expect(await figures()).toMatchObject({ Esperan: '61', 'Espera más larga': '35 min' })
  })

  test('shows who is at which window, and foresees the end', async () => {
    const ana = await room.worker('Ana', [{ role: 'window', agencyId: centre }])
    const { windows } = test_.services.attendance
    await windows.open({ staffId: ana.id, windowId: `${centre}-1` })
    for (const nonce of ['one', 'two', 'three']) await walkedIn(test_, centre, nonce)
    const words = wordsOf((await tomas.get(`${at}/dia`)).text)
    expect(words).toMatch(/Ana\s*desde las 09:00/)
    // Three people at 20 minutes each at one window.
    expect(words).toContain('quienes están aquí terminan a las 10:00')
    expect(words).toContain('Se cierra a las 17:00.')
  })

  test('closes a window left open, but not one with somebody at it', async () => {
    const clerk = await clerkAt(test_.services, `${centre}-1`)
    await walkedIn(test_, centre, 'one')
    const { calls, windows } = test_.services.attendance
    const called = await calls.next(clerk)
    const sent = { window: `${centre}-1`, from: 'day' }
    const refused = await tomas.post(`${at}/ventanilla`, sent)
    expect(refused.headers.location).toBe(`${at}/dia?aviso=call-open`)
    if (!called.ok) throw new Error(called.reason)
    await calls.park(clerk, called.call.id, 'other')
    await tomas.post(`${at}/ventanilla`, sent)
    expect((await windows.find(`${centre}-1`))?.clerk).toBeNull()
  })

  test('puts pause, resumption, closing and reopening on record, each once, with the reason', async () => {
    const clerk = await clerkAt(test_.services, `${centre}-1`)
    const steps: [string, Record<string, string>][] = [
      ['pausa', { because: 'full' }],
      ['reanudar', {}],
      ['cierre', {}],
      ['reabrir', {}],
      ['ventanilla', { window: `${centre}-1` }],
    ]
    for (const [step, fields] of steps) {
      await tomas.post(`${at}/${step}`, fields)
      await tomas.post(`${at}/${step}`, fields)
    }
    expect(await recorded()).toMatchObject([
      { action: 'arrivals-paused', detail: { because: 'full' } },
      { action: 'arrivals-resumed', detail: { because: 'full' } },
      { action: 'day-closed' },
      { action: 'day-reopened' },
      {
        action: 'window-closed',
        subject: `window:${centre}-1`,
        detail: { clerk: `staff:${clerk.staffId}` },
      },
    ])
  })

  test('of another agency is neither seen nor touched', async () => {
    await clerkAt(test_.services, `${ayoraAgency}-1`)
    for (const tail of ['dia', 'dia/ahora', 'cambios']) {
      expect((await tomas.get(`/recepcion/${ayoraAgency}/${tail}`)).status).toBe(403)
    }
    for (const step of ['cierre', 'pausa', 'reabrir', 'ventanilla']) {
      const { status } = await tomas.post(`/recepcion/${ayoraAgency}/${step}`, {
        window: `${ayoraAgency}-1`,
      })
      expect(status).toBe(403)
    }
    // By its id, from the page of the own agency.
    await tomas.post(`${at}/ventanilla`, { window: `${ayoraAgency}-1` })
    const window = await test_.services.attendance.windows.find(`${ayoraAgency}-1`)
    expect(window?.clerk).not.toBeNull()
  })
})

describe('the stream of nudges', () => {
  test('tells of a change at the own agency only, and says no more', async () => {
    const test_ = await startTestApp()
    const room = await openRoom(test_)
    const ana = await room.worker('Ana', [{ role: 'window', agencyId: centre }])
    const browser = await signedIn(test_, ana)
    await browser.post('/ventanilla/abrir', { window: `${centre}-1` })
    const server = createServer(test_.app).listen(0)
    const { port } = listening(server.address())
    const stop = new AbortController()
    const answer = await fetch(`http://127.0.0.1:${port}/ventanilla/cambios`, {
      headers: { cookie: `personal=${browser.cookie('personal')}` },
      signal: stop.signal,
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body?.getReader()
    const read = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await read()).toBe('retry: 2000\n\n')
    await walkedIn(test_, ayoraAgency, 'far')
    await walkedIn(test_, centre, 'near')
    expect(await read()).toBe('data: mire\n\n')
    stop.abort()
    server.closeAllConnections()
    server.close()
    await test_.stop()
  })
})

function listening(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('Not listening')
  return address
}
