import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { newReference } from '../../../src/keys/reference.ts'
import { routesOf } from '../../browser/states/routes.ts'
import { type StaffBrowser, staffBrowser, worker } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, nguyen, turnoOf } from '../../support/people.ts'
import { ayora, certificate } from '../../support/story.ts'
import { wordsOf } from '../../support/visitor.ts'
import { centre, staffMember } from '../ground.ts'
import { ayoraAgency, formTo, openRoom } from '../pages/room.ts'

/** Eleven in Guayaquil; people may come from ten on. */
const hour = '2026-11-24T16:00:00.000Z'
const start = `/llegada/${centre}`
const list = `/recepcion/${centre}/quioscos`

describe('the kiosk', () => {
  let test_: TestApp
  let tablet: StaffBrowser
  let mariasTurno: string
  let people = 0
  beforeEach(async () => {
    test_ = await startTestApp()
    mariasTurno = await turnoOf(test_.services, maria, hour)
    test_.clock.set('2026-11-24T15:50:00.000Z')
    tablet = await opened(centre)
  })
  afterEach(() => test_.stop())

  async function opened(agencyId: string): Promise<StaffBrowser> {
    const browser = staffBrowser(test_)
    people += 1
    const opener = { name: 'Olga', email: `olga${people}@iess.example` }
    const { id } = await worker(test_, opener, [{ role: 'supervisor', agencyId }])
    const { secret } = await test_.services.attendance.kiosks.open(agencyId, id, 'n')
    browser.giveCookie('quiosco', secret)
    return browser
  }
  const turno = async (id = mariasTurno) => {
    const found = await test_.services.turnos.byId(id)
    if (!found) throw new Error('No turno')
    return found
  }
  const come = async (text: string, more = {}) => tablet.post(start, { text, ...more })
  const arrivals = async () => {
    const figures = await test_.services.attendance.day.figures(centre)
    return Object.values(figures?.people ?? {}).reduce((sum, one) => sum + one, 0)
  }

  test.each([
    ['the QR', async () => test_.services.papers.qrText(await turno())],
    ['the reference', async () => (await turno()).reference.toLowerCase().replaceAll('-', ' ')],
  ])('takes somebody in by %s; again it is the same ticket', async (_, typed) => {
    const text = await typed()
    const first = await come(text)
    expect(first.status).toBe(303)
    expect(first.headers.location).toMatch(/\/boleto\/[^?]+\?dice=nuevo$/)
    const page = await tablet.get(first.headers.location ?? '')
    expect(load(page.text)('h1').text()).toContain('A 001')
    expect(page.headers['cache-control']).toBe('no-store')
    const again = await come(text)
    expect(again.headers.location).toMatch(/dice=ya$/)
    expect(await arrivals()).toBe(1)
  })

  test('shows nothing of the person: neither name nor document nor reference', async () => {
    const { reference } = await turno()
    const taken = await come(reference)
    const page = await tablet.get(taken.headers.location ?? '')
    for (const secret of [reference, maria.number, 'Ñáñez', 'María', maria.email]) {
      expect(page.text).not.toContain(secret)
    }
  })

  test('a stranger cannot use it: no cookie, another agency, a closed kiosk', async () => {
    const { reference } = await turno()
    const stranger = staffBrowser(test_)
    const foreign = await opened(ayoraAgency)
    const [own] = await test_.services.attendance.kiosks.ofAgency(centre)
    const staffId = await staffMember(test_.services)
    await test_.services.attendance.kiosks.close(centre, own?.id ?? '', staffId)
    for (const browser of [stranger, foreign, tablet]) {
      for (const answer of [
        await browser.get(start),
        await browser.post(start, { text: reference }),
        await browser.post(`${start}/sin-turno`, { nonce: 'n', procedure: certificate }),
      ]) {
        expect(answer.status).toBe(403)
        expect(answer.text).not.toContain('A 001')
      }
    }
    expect(await arrivals()).toBe(0)
  })

  test.each([
    ['too early', '2026-11-24T14:59:00.000Z', 'desde las 10:00'],
    ['too late', '2026-11-24T16:16:00.000Z', 'hasta las 11:15'],
    ['on another day', '2026-11-25T16:00:00.000Z', 'Vuelva ese día'],
  ])('says what to do next to somebody who comes %s', async (_, now, words) => {
    test_.clock.set(now)
    const answer = await come((await turno()).reference)
    expect(answer.status).toBe(409)
    expect(wordsOf(answer.text)).toContain(words)
    expect(answer.text).toContain(`content="20;url=${start}?idioma&#x3D;es"`)
    expect(await arrivals()).toBe(0)
  })

  test('takes in late within the grace, and offers waiting without hour after it', async () => {
    test_.clock.set('2026-11-24T16:10:00.000Z')
    expect((await come((await turno()).reference)).headers.location).toMatch(/dice=tarde$/)
    const other = await turnoOf(test_.services, nguyen, '2026-11-24T18:20:00.000Z')
    test_.clock.set('2026-11-24T18:40:00.000Z')
    const { reference } = await turno(other)
    const late = formTo((await come(reference)).text, start)
    expect(late).toMatchObject({ text: reference, late: 'yes' })
    expect((await come(reference, { late: 'yes' })).headers.location).toMatch(/dice=tarde$/)
  })

  test('knows another agency, a cancelled turno, a forged code, a pause and a closed day', async () => {
    const elsewhere = await turnoOf(test_.services, nguyen, '2026-11-24T19:00:00.000Z', ayora)
    const { day } = test_.services.attendance
    const { reference } = await turno()
    const said = async (text: string) => wordsOf((await come(text)).text)
    expect(await said((await turno(elsewhere)).reference)).toContain('Calle Uno y Calle Dos')
    const [head, signature = ''] = test_.services.papers.qrText(await turno()).split(/\.(?=[^.]+$)/)
    const other = signature.startsWith('A') ? 'B' : 'A'
    expect(await said(`${head}.${other}${signature.slice(1)}`)).toContain('no es auténtico')
    await day.pause(centre, 'full', 'system')
    expect(await said(reference)).toContain('La sala está llena.')
    await day.resume(centre, 'system')
    await day.close(centre, 'system')
    expect(await said(reference)).toContain('La atención de hoy terminó')
    await day.reopen(centre, 'system')
    await test_.services.turnos.cancel(mariasTurno, 'applicant')
    expect(await said(reference)).toContain('Este turno está cancelado')
    expect(await arrivals()).toBe(0)
  })

  test('a no-show comes back by it', async () => {
    const first = await come((await turno()).reference)
    expect(first.status).toBe(303)
    const { stores, database } = test_.services
    const row = await stores.arrivals.ofTurno(database.read, mariasTurno)
    await database.transaction(async (tx) => {
      await stores.arrivals.change(tx, row?.id ?? '', 'waiting', { status: 'no-show' })
      await stores.turnos.transition(tx, mariasTurno, 'arrived', 'no-show')
    })
    expect((await come((await turno()).reference)).headers.location).toMatch(/dice=vuelve$/)
  })

  test('a reference can be tried out twenty times in five minutes, a QR for ever', async () => {
    const guess = newReference()
    const { reference } = await turno()
    for (let n = 0; n < 20; n += 1) expect((await come(guess)).status).toBe(409)
    const stopped = await come(reference)
    expect(stopped.status).toBe(429)
    expect(wordsOf(stopped.text)).toContain('Acérquese a recepción')
    const qr = test_.services.papers.qrText(await turno())
    expect((await come(qr)).status).toBe(303)
    test_.clock.set('2026-11-24T15:55:01.000Z')
    expect((await come(reference)).status).toBe(303)
  })

  test('gives a ticket without turno once per form, a few times, until the quota is used', async () => {
    const page = await tablet.get(`${start}/sin-turno`)
    expect(page.text).toContain(certificate)
    const sent = { nonce: 'one', procedure: certificate }
    const first = await tablet.post(`${start}/sin-turno`, sent)
    expect(first.headers.location).toMatch(/dice=nuevo$/)
    // What was given already uses nothing up, however often it is sent.
    for (let n = 0; n < 8; n += 1) {
      expect((await tablet.post(`${start}/sin-turno`, sent)).headers.location).toMatch(/dice=ya$/)
    }
    expect(await arrivals()).toBe(1)
    for (let n = 0; n < 5; n += 1) {
      await tablet.post(`${start}/sin-turno`, { ...sent, nonce: String(n) })
    }
    expect(await arrivals()).toBe(6)
    expect((await tablet.post(`${start}/sin-turno`, { ...sent, nonce: 'x' })).status).toBe(429)
    expect((await tablet.post(`${start}/sin-turno`, sent)).headers.location).toMatch(/dice=ya$/)
    expect(await arrivals()).toBe(6)
    const { day } = test_.services.attendance
    await day.setWaitingRoom(centre, { ...(await day.waitingRoom(centre)), walkInQuota: 0 })
    expect((await tablet.get(start)).text).not.toContain('/sin-turno')
    const none = await tablet.get(`${start}/sin-turno`)
    expect(wordsOf(none.text)).toContain('Hoy ya no hay boletos sin turno')
  })

  test('gives no more tickets than the day has, and one kiosk’s form is not another’s', async () => {
    const { day } = test_.services.attendance
    await day.setWaitingRoom(centre, { ...(await day.waitingRoom(centre)), walkInQuota: 2 })
    const second = await opened(centre)
    const sent = { nonce: 'same', procedure: certificate }
    const give = (browser: StaffBrowser, nonce = 'same') =>
      browser.post(`${start}/sin-turno`, { ...sent, nonce })
    for (const browser of [tablet, second]) {
      expect((await give(browser)).headers.location).toMatch(/dice=nuevo$/)
    }
    const refused = await give(tablet, 'third')
    expect(refused.status).toBe(409)
    expect(wordsOf(refused.text)).toContain('Hoy ya no hay boletos sin turno')
    expect(await arrivals()).toBe(2)
  })

  test('records priority by group, once, and says no more than that it was noted', async () => {
    const taken = await come((await turno()).reference)
    const at = (taken.headers.location ?? '').split('?')[0] ?? ''
    const noted = await tablet.post(`${at}/prioridad`, { priority: 'pregnancy' })
    const page = await tablet.get(noted.headers.location ?? '')
    expect(wordsOf(page.text)).toContain('Anotado.')
    expect(page.text).not.toMatch(/pregnancy|Embarazo/)
    const { stores, database } = test_.services
    const row = () => stores.arrivals.ofTurno(database.read, mariasTurno)
    expect(await row()).toMatchObject({ priority: 'pregnancy', place: '2026-11-24T15:30:00.000Z' })
    await tablet.post(`${at}/prioridad`, { priority: 'older' })
    expect(await row()).toMatchObject({ priority: 'pregnancy' })
    const other = await turnoOf(test_.services, nguyen, '2026-11-24T18:00:00.000Z')
    test_.clock.set('2026-11-24T17:30:00.000Z')
    const [theirs = ''] = (
      (await come((await turno(other)).reference)).headers.location ?? ''
    ).split('?')
    await tablet.post(`${theirs}/prioridad`, { priority: 'president' })
    expect(await stores.arrivals.ofTurno(database.read, other)).toMatchObject({ priority: null })
  })

  test('a ticket is gone for whoever comes later, and never another agency’s', async () => {
    const taken = await come((await turno()).reference)
    const location = taken.headers.location ?? ''
    const foreign = await opened(ayoraAgency)
    const moved = location.replace(centre, ayoraAgency)
    expect((await foreign.get(moved)).headers.location).toBe(`/llegada/${ayoraAgency}`)
    expect((await tablet.get(location)).status).toBe(200)
    test_.clock.set('2026-11-24T15:52:01.000Z')
    expect((await tablet.get(location)).headers.location).toBe(start)
  })

  test('the camera is allowed on its first page, and on no other of the application', async () => {
    expect((await tablet.get(start)).headers['permissions-policy']).toContain('camera=(self)')
    const others = routesOf(test_.app)
      .filter((route) => route.startsWith('GET ') && !route.endsWith('/cambios'))
      .map((route) => route.slice('GET '.length).replace(':agency', centre))
      .filter((path) => path !== start)
    expect(others.length).toBeGreaterThan(30)
    const allowed: string[] = []
    for (const path of [...others, '/nada']) {
      const policy = (await tablet.get(path)).headers['permissions-policy'] ?? ''
      if (!policy.includes('camera=()')) allowed.push(path)
    }
    expect(allowed).toEqual([])
    const stranger = await staffBrowser(test_).get(start)
    expect(stranger.headers['permissions-policy']).toContain('camera=()')
  })

  test('a supervisor opens a device and is signed out on it; closing it ends it at once', async () => {
    const room = await openRoom(test_)
    const tomas = await room.signed('Tomas', 'supervisor')
    const { _csrf, ...form } = formTo((await tomas.get(list)).text, list)
    const session = tomas.cookie('personal') ?? ''
    const done = await tomas.post(list, form)
    expect(done.headers.location).toBe(start)
    expect((await tomas.get(start)).status).toBe(200)
    expect((await tomas.get(list)).headers.location).toContain('/personal/entrar')
    // Whoever copied the cookie before is signed out too.
    const copied = staffBrowser(test_)
    copied.giveCookie('personal', session)
    expect((await copied.get(list)).headers.location).toContain('/personal/entrar')
    const berta = await room.signed('Berta', 'supervisor')
    const page = load((await berta.get(list)).text)
    expect(page('main').text()).toContain('Tomas')
    for (const action of page('form[action$="/cierre"]').get()) {
      await berta.post(page(action).attr('action') ?? '')
    }
    expect((await tomas.get(start)).status).toBe(403)
    const { database, stores } = test_.services
    const actions = (await database.read.select().from(database.tables.audit))
      .map(({ action }) => action)
      .filter((action) => action.startsWith('kiosk'))
    expect(actions.sort()).toEqual(['kiosk-closed', 'kiosk-closed', 'kiosk-opened', 'kiosk-opened'])
    expect(await stores.kiosks.openOf(database.read, centre)).toEqual([])
  })

  test('one form opens one, and another agency’s is not found, nor closed through one’s own', async () => {
    const { kiosks } = test_.services.attendance
    const staffId = await staffMember(test_.services)
    for (let times = 0; times < 2; times += 1) await kiosks.open(centre, staffId, 'twice')
    expect(await kiosks.ofAgency(centre)).toHaveLength(2)
    const { database } = test_.services
    const audited = (await database.read.select().from(database.tables.audit)).filter(
      ({ action }) => action === 'kiosk-opened',
    )
    expect(audited).toHaveLength(2)

    await opened(ayoraAgency)
    const [theirs] = await kiosks.ofAgency(ayoraAgency)
    const id = theirs?.id ?? ''
    const tomas = await (await openRoom(test_)).signed('Tomas', 'supervisor')
    expect((await tomas.post(`${list}/${id}/cierre`)).status).toBe(404)
    await kiosks.close(centre, id, staffId)
    expect(await kiosks.ofAgency(ayoraAgency)).toHaveLength(1)
  })

  test('reception does not open kiosks', async () => {
    const rosa = await (await openRoom(test_)).signed('Rosa', 'reception')
    expect((await rosa.get(list)).status).toBe(403)
    expect((await rosa.post(list, { nonce: 'x' })).status).toBe(403)
  })
})
