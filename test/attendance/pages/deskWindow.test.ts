import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { eq } from 'drizzle-orm'
import { type StaffBrowser, signedIn, type Worker } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { certificate, update } from '../../support/story.ts'
import { wordsOf } from '../../support/visitor.ts'
import { centre } from '../ground.ts'
import { ayoraAgency, formTo, openRoom, type Room, walkedIn } from './room.ts'

const at = (number: number) => `/recepcion/${centre}/ventanillas/${centre}-${number}`
const window = (number: number) => `${centre}-${number}`

describe('one window, for the supervisor', () => {
  let test_: TestApp
  let room: Room
  let ana: Worker
  let tomas: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    room = await openRoom(test_)
    tomas = await room.signed('Tomas', 'supervisor')
    ana = await room.worker('Ana', [{ role: 'window', agencyId: centre }])
    await attendance().windows.open({ staffId: ana.id, windowId: window(1) })
  })
  afterEach(() => test_.stop())

  const attendance = () => test_.services.attendance
  const clerk = (number: number) => ({ staffId: ana.id, windowId: window(number) })
  const clerkOf = async (number: number) =>
    (await attendance().windows.find(window(number)))?.clerk?.staffId ?? null

  /** What the agency's record says was done, the oldest first. */
  const recorded = async () => {
    const { database } = test_.services
    const { audit } = database.tables
    const rows = await database.read
      .select()
      .from(audit)
      .where(eq(audit.chain, `agency:${centre}`))
    return rows
      .filter(({ action }) => action !== 'head')
      .sort((one, other) => one.number - other.number)
      .map(({ action, subject, detail }) => ({ action, subject, detail }))
  }

  const ticked = async (number: number) =>
    load((await tomas.get(at(number))).text)('input[name="serves"]:checked')
      .map((_, box) => String(load(box)('input').val()))
      .get()

  test('calls what it was set to serve, and nobody else is passed to it', async () => {
    expect(await ticked(1)).toEqual([])
    const sent = await tomas.post(`${at(1)}/tramites`, { serves: update })
    expect(sent.headers.location).toBe(`${at(1)}?aviso=saved`)
    expect(await ticked(1)).toEqual([update])
    await walkedIn(test_, centre, 'one')
    expect(await attendance().calls.next(clerk(1))).toEqual({ ok: false, reason: 'nobody' })

    const berta = await room.worker('Berta', [{ role: 'window', agencyId: centre }])
    const other = { staffId: berta.id, windowId: window(2) }
    await attendance().windows.open(other)
    const called = await attendance().calls.next(other)
    if (!called.ok) throw new Error(called.reason)
    const pass = (procedureId: string | null) =>
      attendance().calls.transfer(
        other,
        called.call.id,
        { windowId: window(1), procedureId },
        'other-procedure',
      )
    expect(await pass(null)).toEqual({ ok: false, reason: 'not-served' })
    expect(await pass(update)).toMatchObject({ ok: true })
    expect(await attendance().calls.next(clerk(1))).toMatchObject({ ok: true })
  })

  test('sets who waits for it alone free, where it no longer serves them', async () => {
    await walkedIn(test_, centre, 'one')
    const berta = await room.worker('Berta', [{ role: 'window', agencyId: centre }])
    const other = { staffId: berta.id, windowId: window(2) }
    await attendance().windows.open(other)
    const called = await attendance().calls.next(other)
    if (!called.ok) throw new Error(called.reason)
    const to = { windowId: window(1), procedureId: null }
    await attendance().calls.transfer(other, called.call.id, to, 'language')
    await tomas.post(`${at(1)}/tramites`, { serves: certificate })
    const [bound] = await attendance().queue.waiting(centre)
    expect(bound?.arrival.windowId).toBe(window(1))
    await tomas.post(`${at(1)}/tramites`, { serves: update })
    const [free] = await attendance().queue.waiting(centre)
    expect(free?.arrival.windowId).toBeNull()
    expect(await attendance().calls.next(other)).toMatchObject({ ok: true })
  })

  test('puts what it serves on record, once, and refuses what the agency does not serve', async () => {
    await tomas.post(`${at(1)}/tramites`, { serves: update })
    await tomas.post(`${at(1)}/tramites`, { serves: update })
    const refused = await tomas.post(`${at(1)}/tramites`, { serves: 'nothing-of-ours' })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused.text)).toContain('Ese trámite ya no es de esta agencia')
    expect((await attendance().windows.find(window(1)))?.procedures).toEqual([update])
    await tomas.post(`${at(1)}/tramites`, {})
    expect(await recorded()).toEqual([
      {
        action: 'window-procedures-changed',
        subject: `window:${window(1)}`,
        detail: { before: { procedures: [] }, after: { procedures: [update] } },
      },
      {
        action: 'window-procedures-changed',
        subject: `window:${window(1)}`,
        detail: { before: { procedures: [update] }, after: { procedures: [] } },
      },
    ])
  })

  test('its clerk is moved to a free one, once however often it is sent', async () => {
    const sent = { ...formTo((await tomas.get(at(1))).text, `${at(1)}/mover`), to: window(3) }
    expect(sent).toMatchObject({ clerk: ana.id })
    for (let times = 0; times < 2; times += 1) {
      const { headers } = await tomas.post(`${at(1)}/mover`, sent)
      expect(headers.location).toBe(`/recepcion/${centre}/dia?aviso=clerk-moved`)
    }
    expect([await clerkOf(1), await clerkOf(3)]).toEqual([null, ana.id])
    expect(await recorded()).toEqual([
      {
        action: 'clerk-moved',
        subject: `window:${window(3)}`,
        detail: { clerk: `staff:${ana.id}`, from: window(1) },
      },
    ])
    const page = wordsOf((await (await signedIn(test_, ana)).get('/ventanilla')).text)
    expect(page).toContain('Ventanilla 3')
  })

  test('nobody is moved away from a person, to a window with somebody, or elsewhere', async () => {
    const berta = await room.worker('Berta', [{ role: 'window', agencyId: centre }])
    await attendance().windows.open({ staffId: berta.id, windowId: window(2) })
    const move = (to: string, clerkId = ana.id) =>
      tomas.post(`${at(1)}/mover`, { clerk: clerkId, to })
    const said = async (...sent: Parameters<typeof move>) => {
      const { status, text } = await move(...sent)
      expect(status).toBe(422)
      return load(text)('.govuk-error-summary').text()
    }
    expect(await said(window(2))).toContain('Esa ventanilla está ocupada')
    expect(await said(window(3), berta.id)).toContain('ya no está en esta ventanilla')
    expect(await said(`${ayoraAgency}-1`)).toContain('Esa ventanilla no existe')
    expect(await said('')).toContain('Esa ventanilla no existe')
    await walkedIn(test_, centre, 'one')
    await attendance().calls.next(clerk(1))
    expect(await said(window(3))).toContain('Hay una persona llamada a esa ventanilla')
    const page = await tomas.get(at(1))
    expect(wordsOf(page.text)).toContain('Tiene a')
    expect(load(page.text)(`form[action="${at(1)}/mover"]`).length).toBe(0)
    expect([await clerkOf(1), await clerkOf(2), await clerkOf(3)]).toEqual([ana.id, berta.id, null])
    expect(await recorded()).toEqual([])
  })

  test('of another agency is not found through one’s own', async () => {
    const foreign = `/recepcion/${centre}/ventanillas/${ayoraAgency}-1`
    expect((await tomas.get(foreign)).status).toBe(404)
    expect((await tomas.post(`${foreign}/tramites`, { serves: update })).status).toBe(404)
    expect((await tomas.post(`${foreign}/mover`, { to: window(3) })).status).toBe(404)
    expect((await attendance().windows.find(`${ayoraAgency}-1`))?.procedures).toEqual([])
  })
})
