import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import request from 'supertest'
import type { Turno } from '../../src/turno/turno.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, nguyen, somebody, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { type Visitor, visitorWith, wordsOf } from '../support/visitor.ts'

/** Eight twenty in Galápagos, where there is one window. */
const slot = '2026-11-25T14:20:00.000Z'

describe('cancelling', () => {
  let test_: TestApp
  let turno: Turno
  let browser: Visitor
  let url: string
  beforeEach(async () => {
    test_ = await startTestApp()
    turno = await read(await turnoOf(test_.services, maria, slot, ayora))
    browser = await visitorWith(test_, turno)
    url = `/turnos/${turno.reference}`
  })
  afterEach(() => test_.stop())

  async function read(id: string): Promise<Turno> {
    const found = await test_.services.turnos.byId(id)
    if (!found) throw new Error('No turno')
    return found
  }

  test('looking at the page that asks cancels nothing', async () => {
    const page = await browser.get(`${url}/cancelacion`).expect(200)
    await browser.head(`${url}/cancelacion`).expect(200)
    expect(load(page.text)('form[method="post"]').attr('action')).toBe(`${url}/cancelacion`)
    expect((await read(turno.id)).status).toBe('confirmed')
    const early = await browser.get(`${url}/cancelado`).expect(303)
    expect(early.headers.location).toBe(url)
  })

  test('yes cancels, says when in the agency’s hour, and one mail tells of it', async () => {
    const answer = await browser.post(`${url}/cancelacion`)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(`${url}/cancelado`)
    const words = wordsOf((await browser.get(`${url}/cancelado`).expect(200)).text)
    expect(words).toContain('Su turno está cancelado')
    // Nine in Guayaquil is eight in Galápagos.
    expect(words).toContain('Cancelado a las 08:00')
    expect(words).toContain('Se lo confirmamos por correo.')
    await test_.sendMails()
    const told = test_.mails.filter(({ id }) => id === `cancellation-${turno.id}`)
    expect(told.map(({ to }) => to)).toEqual([maria.email])
  })

  test('a second click, and ten at once, are one cancellation', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.post(`${url}/cancelacion`, {}, '/mi-turno')),
    )
    answers.push(await browser.post(`${url}/cancelacion`, {}, '/mi-turno'))
    for (const answer of answers) expect(answer.headers.location).toBe(`${url}/cancelado`)
    const asked = await browser.get(`${url}/cancelacion`).expect(303)
    expect(asked.headers.location).toBe(`${url}/cancelado`)
    await test_.sendMails()
    expect(test_.mails.filter(({ id }) => id.startsWith('cancellation-'))).toHaveLength(1)
    expect((await read(turno.id)).sequence).toBe(1)
  })

  test('the hour is free for the next person at once', async () => {
    const { booking } = test_.services
    const next = await atTheHours(test_.services, lukasz, ayora)
    expect((await booking.hold(next, slot)).ok).toBe(false)
    await browser.post(`${url}/cancelacion`)
    expect((await booking.hold(next, slot)).ok).toBe(true)
  })

  test('once its hour has begun it stands, and the page says so in both languages', async () => {
    test_.clock.set(slot)
    for (const [language, words] of [
      ['es', 'Este turno ya no se puede cancelar aquí'],
      ['en', 'This appointment can no longer be cancelled here'],
    ] as const) {
      const page = await browser.get(`${url}/cancelacion?idioma=${language}`).expect(409)
      expect(wordsOf(page.text)).toContain(words)
      expect(load(page.text)('a[href$="cancelacion"]')).toHaveLength(0)
      const answer = await browser.post(`${url}/cancelacion`, {}, '/mi-turno')
      expect(answer.status).toBe(409)
      expect(wordsOf(answer.text)).toContain(words)
    }
    expect((await read(turno.id)).status).toBe('confirmed')
  })

  test('a form without our token cancels nothing', async () => {
    await request(test_.app)
      .post(`${url}/cancelacion`)
      .set('Cookie', `turno-${turno.reference}=${test_.services.papers.linkToken(turno)}`)
      .type('form')
      .send({})
      .expect(403)
    expect((await read(turno.id)).status).toBe('confirmed')
  })

  test('others keep theirs', async () => {
    const { booking, turnos } = test_.services
    const others = [
      await turnoOf(test_.services, nguyen, '2026-11-25T14:40:00.000Z', ayora),
      await turnoOf(test_.services, somebody(1), '2026-11-25T15:00:00.000Z', ayora),
    ]
    await browser.post(`${url}/cancelacion`)
    for (const id of others) expect((await turnos.byId(id))?.status).toBe('confirmed')
    const next = await atTheHours(test_.services, lukasz, ayora)
    expect((await booking.hold(next, '2026-11-25T14:40:00.000Z')).ok).toBe(false)
  })
})
