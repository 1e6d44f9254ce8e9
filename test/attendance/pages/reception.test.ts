import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { StaffBrowser } from '../../staff/people.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { maria, nguyen, turnoOf } from '../../support/people.ts'
import { ayora, certificate } from '../../support/story.ts'
import { wordsOf } from '../../support/visitor.ts'
import { centre } from '../ground.ts'
import { ayoraAgency, formTo, openRoom, walkedIn } from './room.ts'

/** Eleven in Guayaquil; people may come from ten on. */
const hour = '2026-11-24T16:00:00.000Z'
const at = `/recepcion/${centre}`

describe('reception', () => {
  let test_: TestApp
  let rosa: StaffBrowser
  let mariasTurno: string
  beforeEach(async () => {
    test_ = await startTestApp()
    const room = await openRoom(test_)
    mariasTurno = await turnoOf(test_.services, maria, hour)
    test_.clock.set('2026-11-24T15:50:00.000Z')
    rosa = await room.signed('Rosario', 'reception')
  })
  afterEach(() => test_.stop())

  const turno = async (id = mariasTurno) => {
    const found = await test_.services.turnos.byId(id)
    if (!found) throw new Error('No turno')
    return found
  }
  const arrivals = async (agencyId = centre) => {
    const figures = await test_.services.attendance.day.figures(agencyId)
    return Object.values(figures?.people ?? {}).reduce((sum, one) => sum + one, 0)
  }

  test.each([
    ['the QR', async () => test_.services.papers.qrText(await turno())],
    [
      'the QR in small letters',
      async () => test_.services.papers.qrText(await turno()).toLowerCase(),
    ],
    ['the reference', async () => (await turno()).reference],
    ['the reference run together', async () => (await turno()).reference.replaceAll('-', ' ')],
  ])('takes somebody in by %s, and twice is once', async (_, typed) => {
    const text = await typed()
    const first = await rosa.post(at, { text, priority: 'older' })
    expect(first.status).toBe(303)
    expect(first.headers.location).toMatch(/\/boleto\/[^?]+\?dice=nuevo$/)
    const second = await rosa.post(at, { text })
    expect(second.headers.location).toBe(first.headers.location?.replace('nuevo', 'ya'))
    expect(await arrivals()).toBe(1)
    const ticket = await rosa.get(first.headers.location ?? '')
    expect(wordsOf(ticket.text)).toContain('A 001')
    expect(load(ticket.text)('#priority option[selected]').attr('value')).toBe('older')
  })

  test.each(['nanez', 'Maria Jose N', 'peña maría', '084523917', '3917'])(
    'finds somebody of the day by “%s” and takes them in',
    async (text) => {
      const found = await rosa.post(at, { text })
      expect(found.status).toBe(200)
      expect(wordsOf(found.text)).toContain('María José Ñáñez Peña')
      const taken = await rosa.post(at, { turno: formOfFound(found.text) })
      expect(taken.headers.location).toMatch(/dice=nuevo$/)
    },
  )

  test('finds nobody of another day or another agency', async () => {
    await turnoOf(test_.services, nguyen, '2026-11-25T16:00:00.000Z')
    const found = await rosa.post(at, { text: 'Nguyen' })
    expect(wordsOf(found.text)).toContain('No hay nadie así hoy')
    expect(found.text).not.toContain('C1234567')
  })

  test.each([
    ['too early', '2026-11-24T14:59:00.000Z', 'Se registra desde las 10:00'],
    ['too late', '2026-11-24T16:16:00.000Z', 'se esperó hasta las 11:15'],
    ['on another day', '2026-11-25T16:00:00.000Z', 'Su turno es otro día'],
  ])('says what to do next with somebody who comes %s', async (_, now, words) => {
    test_.clock.set(now)
    const room = await openRoom(test_)
    rosa = await room.signed('Ramona', 'reception')
    const refused = await rosa.post(at, { text: (await turno()).reference })
    expect(refused.status).toBe(409)
    expect(wordsOf(refused.text)).toContain(words)
    expect(await arrivals()).toBe(0)
  })

  test('takes in without their hour who is too late, out of the quota', async () => {
    test_.clock.set('2026-11-24T16:16:00.000Z')
    const refused = await rosa.post(at, { text: (await turno()).reference })
    const late = load(refused.text)('form.late')
    expect(late.find('[name=late]').attr('value')).toBe('yes')
    const taken = await rosa.post(at, { turno: mariasTurno, late: 'yes' })
    expect(taken.headers.location).toMatch(/dice=tarde$/)
  })

  test('knows a cancelled turno, a forged code and another agency', async () => {
    const elsewhere = await turnoOf(test_.services, nguyen, '2026-11-24T19:00:00.000Z', ayora)
    const away = await rosa.post(at, { text: (await turno(elsewhere)).reference })
    expect(wordsOf(away.text)).toContain('Su turno es en Puerto Ayora')
    const qr = test_.services.papers.qrText(await turno())
    const other = qr.at(-30) === 'A' ? 'B' : 'A'
    const forged = await rosa.post(at, { text: qr.slice(0, -30) + other + qr.slice(-29) })
    expect(wordsOf(forged.text)).toMatch(/no es auténtico|no existe/)
    await test_.services.turnos.cancel(mariasTurno, 'applicant')
    const gone = await rosa.post(at, { text: (await turno()).reference })
    expect(wordsOf(gone.text)).toContain('Este turno está cancelado')
    expect(await arrivals()).toBe(0)
  })

  test('gives a ticket without turno once per form, until the quota is used', async () => {
    const page = await rosa.get(at)
    const { _csrf, ...form } = formTo(page.text, `${at}/sin-turno`)
    const sent = { ...form, procedure: certificate, givenNames: 'Rosa', surnames: 'Quispe' }
    const first = await rosa.post(`${at}/sin-turno`, sent)
    const second = await rosa.post(`${at}/sin-turno`, sent)
    expect(first.headers.location).toMatch(/dice=nuevo$/)
    expect(second.headers.location).toBe(first.headers.location?.replace('nuevo', 'ya'))
    expect(await arrivals()).toBe(1)
    const found = await rosa.post(at, { text: 'quispe' })
    expect(wordsOf(found.text)).toContain('Rosa Quispe')
  })

  test('keeps what was typed when a name cannot be', async () => {
    const form = formTo((await rosa.get(at)).text, `${at}/sin-turno`)
    const sent = { ...form, procedure: certificate, surnames: 'Quispe 2' }
    const refused = await rosa.post(`${at}/sin-turno`, sent)
    expect(refused.status).toBe(422)
    expect(load(refused.text)('#surnames').attr('value')).toBe('Quispe 2')
  })

  test('pauses with a reason, says it, and resumes', async () => {
    await rosa.post(`${at}/pausa`, { because: 'full' })
    const refused = await rosa.post(at, { text: (await turno()).reference })
    expect(wordsOf(refused.text)).toContain('La sala está llena.')
    await rosa.post(`${at}/reanudar`)
    expect((await rosa.post(at, { text: (await turno()).reference })).status).toBe(303)
  })

  test('does not close the day, which a supervisor does', async () => {
    expect((await rosa.post(`${at}/cierre`)).status).toBe(403)
    const tomas = await (await openRoom(test_)).signed('Tomas', 'supervisor')
    await tomas.post(`${at}/cierre`)
    const refused = await rosa.post(at, { text: (await turno()).reference })
    expect(wordsOf(refused.text)).toContain('El día ya está cerrado')
  })

  test('cannot see or change the ticket of another agency by any address', async () => {
    const theirs = await walkedIn(test_, ayoraAgency, 'n1')
    const mine = await walkedIn(test_, centre, 'n2')
    for (const path of [
      `/recepcion/${ayoraAgency}`,
      `/recepcion/${ayoraAgency}/boleto/${theirs}`,
      `/recepcion/${ayoraAgency}/boleto/${mine}`,
      `${at}/boleto/${theirs}`,
      `${at}/boleto/${theirs}/qr.svg`,
    ]) {
      expect([403, 404]).toContain((await rosa.get(path)).status)
    }
    for (const step of ['se-va', 'prioridad', 'vuelve']) {
      expect([403, 404]).toContain((await rosa.post(`${at}/boleto/${theirs}/${step}`)).status)
    }
    const row = await test_.services.stores.arrivals.find(test_.services.database.read, theirs)
    expect(row?.status).toBe('waiting')
    expect((await rosa.get(`${at}/boleto/${mine}`)).status).toBe(200)
  })
})

/** The turno behind the button of the first who was found. */
function formOfFound(html: string): string {
  return load(html)('.found__one [name=turno]').attr('value') ?? ''
}
