import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { displayToken } from '../../../src/attendance/displays.ts'
import { waitToken } from '../../../src/attendance/waitLink.ts'
import { type StaffBrowser, staffBrowser } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, turnoOf } from '../../support/people.ts'
import { wordsOf } from '../../support/visitor.ts'
import { aMinuteApart, centre, clerks, crowd } from '../ground.ts'
import { ayoraAgency, formTo, openRoom, type Room, walkedIn } from './room.ts'

const nine = '2026-11-24T14:00:00.000Z'

let test_: TestApp
let room: Room
beforeEach(async () => {
  test_ = await startTestApp()
  room = await openRoom(test_)
})
afterEach(() => test_.stop())

const arrivalOf = async (id: string) => {
  const { database, stores } = test_.services
  const row = await stores.arrivals.find(database.read, id)
  if (!row) throw new Error('No arrival')
  return row
}

describe('the display', () => {
  const screen = `/pantalla/${centre}`

  test('shows who is called where, who was and who is next, and nobody by name', async () => {
    const { services } = test_
    for (let n = 0; n < 12; n += 1) await walkedIn(test_, centre, `person ${n}`)
    const [one, two] = await clerks(services, 2)
    if (!one || !two) throw new Error('No clerks')
    const { calls } = services.attendance
    const gone = await calls.next(one)
    if (gone.ok) await calls.noShow(one, gone.call.id)
    for (const clerk of [one, two]) await calls.next(clerk)
    const page = await staffBrowser(test_).get(screen)
    const $ = load(page.text)
    const labels = (selector: string) =>
      $(selector)
        .map((_, part) => $(part).text().trim())
        .get()
    expect(labels('.board__windownumber')).toEqual(['2', '1'])
    expect(labels('.board__pastticket')).toHaveLength(1)
    expect(labels('.board__next li')).toHaveLength(6)
    expect($('.board__announcements li')).toHaveLength(0)
    expect(page.text).not.toMatch(/Żółć|EK1234567|ukasz/)
    expect(page.text).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>')
  })

  test('is told what was announced since it looked last, in Spanish whatever it reads', async () => {
    const { services } = test_
    await crowd(services, aMinuteApart(nine, 3))
    test_.clock.advance({ hours: 1 })
    const all = await clerks(services, 3)
    for (const clerk of all) await services.attendance.calls.next(clerk)
    const at = `${screen}/ahora?dia=2026-11-24&desde=1&idioma=en`
    const $ = load((await staffBrowser(test_).get(at)).text)
    const told = $('.board__announcements li')
    expect(told.map((_, row) => $(row).attr('data-number')).get()).toEqual(['2', '3'])
    expect(told.first().attr('data-say')).toMatch(/^Boleto A, \d+\. Pase a la ventanilla 2\.$/)
    expect(told.first().text()).toMatch(/^Ticket A \d{3}: please go to window 2$/)
    const yesterday = load((await staffBrowser(test_).get(at.replace('24', '23'))).text)
    expect(yesterday('.board__announcements li')).toHaveLength(3)
  })

  test('of no agency is not found, however it is asked for', async () => {
    const browser = staffBrowser(test_)
    for (const tail of ['', '/ahora', '/cambios', '/enlace/x']) {
      expect((await browser.get(`/pantalla/nowhere${tail}`)).status).toBe(404)
    }
    const odd = `${screen}/ahora?dia=%00&desde=-1&desde=999999999999`
    expect((await browser.get(odd)).status).toBe(200)
  })

  test('is believed about its voice only where staff set it up, and staff read it', async () => {
    const { keyring, attendance } = test_.services
    const stranger = staffBrowser(test_)
    const said = { voice: 'none', display: 'abcd1234' }
    expect((await stranger.post(`${screen}/voz`, said)).status).toBe(204)
    expect(await attendance.displays.state(centre)).toMatchObject({ all: 0 })
    const foreign = displayToken(keyring, ayoraAgency)
    expect((await stranger.get(`${screen}/enlace/${foreign}`)).status).toBe(404)
    const set = await stranger.get(`${screen}/enlace/${displayToken(keyring, centre)}`)
    expect(set.headers.location).toBe(`${screen}?idioma=es`)
    await stranger.post(`${screen}/voz`, said)
    await stranger.post(`${screen}/voz`, { ...said, display: "x'; drop" })
    await stranger.post(`/pantalla/${ayoraAgency}/voz`, said)
    expect(await attendance.displays.state(centre)).toMatchObject({ all: 1, voiceless: 1 })
    expect(await attendance.displays.state(ayoraAgency)).toMatchObject({ all: 0 })
    const tomas = await room.signed('Tomas', 'supervisor')
    const day = wordsOf((await tomas.get(`/recepcion/${centre}/dia`)).text)
    expect(day).toContain('La pantalla no tiene voz en español')
    // Another link: the one before opens nothing, and the display it made is believed no more.
    const dayUrl = `/recepcion/${centre}/dia`
    const sent = formTo((await tomas.get(dayUrl)).text, `/recepcion/${centre}/pantalla`)
    expect(sent).toMatchObject({ version: '1' })
    for (let times = 0; times < 2; times += 1) {
      const renewed = await tomas.post(`/recepcion/${centre}/pantalla`, sent)
      expect(renewed.headers.location).toBe(`${dayUrl}?aviso=display-link-renewed`)
    }
    await tomas.post(`/recepcion/${centre}/pantalla`, { version: '7' })
    await stranger.post(`${screen}/voz`, said)
    expect(await attendance.displays.state(centre)).toMatchObject({ all: 0 })
    const old = `${screen}/enlace/${displayToken(keyring, centre)}`
    expect((await staffBrowser(test_).get(old)).status).toBe(404)
    const link = load((await tomas.get(dayUrl)).text)('.roomdisplay__url a').attr('href') ?? ''
    expect(link).toContain(displayToken(keyring, centre, 2))
    await stranger.get(new URL(link).pathname)
    await stranger.post(`${screen}/voz`, said)
    expect(await attendance.displays.state(centre)).toMatchObject({ all: 1 })
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.audit)
    expect(rows.filter(({ action }) => action === 'display-link-renewed')).toHaveLength(1)

    test_.clock.advance({ minutes: 16 })
    const later = wordsOf((await tomas.get(`/recepcion/${centre}/dia`)).text)
    expect(later).toContain('Ninguna pantalla está encendida')
  })
})

describe('one’s own place in line', () => {
  const link = async (id: string) =>
    `/espera/${waitToken(test_.services.keyring, await arrivalOf(id))}`

  async function opened(id: string): Promise<StaffBrowser> {
    const browser = staffBrowser(test_)
    const answer = await browser.get(await link(id))
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(`/espera/lugar/${id}`)
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    return browser
  }

  test('opens by the link alone: with no secret left in the address, and for nobody else', async () => {
    const id = await walkedIn(test_, centre, 'one')
    const browser = await opened(id)
    const page = await browser.get(`/espera/lugar/${id}`)
    expect(wordsOf(page.text)).toContain('A 001')
    expect(page.text).not.toMatch(/Żółć|EK1234567|ukasz/)
    expect(page.headers['cache-control']).toContain('no-store')
    const other = await walkedIn(test_, centre, 'two')
    const stranger = staffBrowser(test_)
    for (const tail of ['', '/cambios']) {
      expect((await stranger.get(`/espera/lugar/${id}${tail}`)).status).toBe(404)
      expect((await browser.get(`/espera/lugar/${other}${tail}`)).status).toBe(404)
    }
    expect((await stranger.get(`${await link(id)}x`)).status).toBe(404)
    test_.clock.advance({ hours: 19 })
    expect((await browser.get(`/espera/lugar/${id}`)).status).toBe(404)
  })

  test('follows the person from the line to the window and after', async () => {
    const { attendance } = test_.services
    for (let n = 0; n < 4; n += 1) await walkedIn(test_, centre, `before ${n}`)
    test_.clock.advance({ minutes: 1 })
    const id = await walkedIn(test_, centre, 'one')
    const browser = await opened(id)
    const said = async () => wordsOf((await browser.get(`/espera/lugar/${id}`)).text)
    expect(await said()).toContain('Ahora no atiende ninguna ventanilla')
    const [clerk] = await clerks(test_.services, 3)
    if (!clerk) throw new Error('No clerk')
    expect(await said()).toContain('Hay 4 personas antes · hasta 35 min')
    await attendance.calls.chosen(clerk, id, 'helper')
    expect(await said()).toContain('Pase a la ventanilla 1')
    const call = await attendance.calls.current(clerk.windowId)
    await attendance.calls.noShow(clerk, call?.id ?? '')
    expect(await said()).toContain('Le llamamos y no le encontramos')
    await attendance.standing.comeBack(centre, id, 'applicant')
    await attendance.calls.chosen(clerk, id, 'helper')
    const again = await attendance.calls.current(clerk.windowId)
    await attendance.visits.start(clerk, again?.id ?? '')
    expect(await said()).toContain('Le atienden en la ventanilla 1')
    await attendance.calls.park(clerk, again?.id ?? '', 'copies')
    expect(await said()).toContain('Su boleto está apartado')
    await attendance.standing.leave(centre, id, 'applicant')
    expect(await said()).toContain('Salió de la fila')
  })

  test('is reached from the confirmation once one has checked in', async () => {
    const { services } = test_
    const turnoId = await turnoOf(services, maria, '2026-11-24T16:00:00.000Z')
    const turno = await services.turnos.byId(turnoId)
    if (!turno) throw new Error('No turno')
    const browser = staffBrowser(test_)
    await browser.get(`/turnos/enlace/${services.papers.linkToken(turno)}`)
    const at = `/turnos/${turno.reference}`
    expect((await browser.get(at)).text).not.toContain(`${at}/espera`)
    expect((await browser.get(`${at}/espera`)).headers.location).toBe(at)
    test_.clock.set('2026-11-24T15:30:00.000Z')
    await services.attendance.arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' })
    expect((await browser.get(at)).text).toContain(`${at}/espera`)
    const way = await browser.get(`${at}/espera`)
    expect(wordsOf((await browser.get(String(way.headers.location))).text)).toContain('A 001')
  })
})
