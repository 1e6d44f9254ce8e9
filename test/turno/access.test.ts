import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { newReference } from '../../src/keys/reference.ts'
import type { Turno } from '../../src/turno/turno.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, turnoOf } from '../support/people.ts'
import { visitor, visitorWith, wordsOf } from '../support/visitor.ts'

const slot = '2026-11-25T13:20:00.000Z'
const tails = ['', '/qr.svg', '/confirmacion.pdf', '/calendario.ics', '/cancelacion', '/cancelado']

describe('who may see a turno', () => {
  let test_: TestApp
  let mine: Turno
  beforeEach(async () => {
    test_ = await startTestApp()
    mine = await made(await turnoOf(test_.services, maria, slot))
  })
  afterEach(() => test_.stop())

  async function made(id: string): Promise<Turno> {
    const turno = await test_.services.turnos.byId(id)
    if (!turno) throw new Error('No turno')
    return turno
  }

  const linkTo = (turno: Turno) => `/turnos/enlace/${test_.services.papers.linkToken(turno)}`

  test('the link of the mail opens it, by a cookie and not by its address', async () => {
    const browser = visitor(test_)
    const answer = await browser.get(linkTo(mine)).expect(303)
    expect(answer.headers.location).toBe(`/turnos/${mine.reference}`)
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(answer.headers['cache-control']).toBe('no-store')
    const page = await browser.get(`/turnos/${mine.reference}`).expect(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(wordsOf(page.text)).toContain('María José Ñáñez Peña')
    expect(wordsOf(page.text)).not.toContain(maria.number)
    expect(wordsOf(page.text)).not.toContain(maria.email)
  })

  test.each(tails)('without the cookie nothing is told, of any turno: "%s"', async (tail) => {
    const real = await request(test_.app).get(`/turnos/${mine.reference}${tail}`)
    const invented = await request(test_.app).get(`/turnos/${newReference()}${tail}`)
    const nonsense = await request(test_.app).get(`/turnos/no-such-thing${tail}`)
    for (const answer of [real, invented, nonsense]) {
      expect(answer.status).toBe(303)
      expect(answer.headers.location).toBe('/mi-turno')
      expect(answer.text).toBe(real.text)
    }
  })

  test('a cookie of one turno does not open another', async () => {
    const other = await made(await turnoOf(test_.services, lukasz, slot))
    const token = test_.services.papers.linkToken(mine)
    for (const cookie of [
      `turno-${mine.reference}=${token}`,
      `turno-${other.reference}=${token}`,
      `turno-${other.reference}=${token.replace(mine.id, other.id)}`,
    ]) {
      for (const tail of tails) {
        const answer = await request(test_.app)
          .get(`/turnos/${other.reference}${tail}`)
          .set('Cookie', cookie)
        expect(answer.headers.location).toBe('/mi-turno')
      }
    }
  })

  test('a cookie of one turno cancels no other', async () => {
    const other = await made(await turnoOf(test_.services, lukasz, slot))
    const browser = await visitorWith(test_, mine)
    const answer = await browser.post(`/turnos/${other.reference}/cancelacion`, {}, '/mi-turno')
    expect(answer.headers.location).toBe('/mi-turno')
    expect((await made(other.id)).status).toBe('confirmed')
  })

  test('a forged, a foreign and a revoked link open nothing and say so plainly', async () => {
    const good = test_.services.papers.linkToken(mine)
    const { database } = test_.services
    const { turnos } = database.tables
    const links = [
      good.replace(
        mine.id,
        mine.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
      good.replace('turno.', 'other.'),
      'x',
      'a'.repeat(500),
    ]
    for (const link of links) {
      const answer = await visitor(test_).get(`/turnos/enlace/${link}`).expect(404)
      expect(wordsOf(answer.text)).toContain('No encontramos esta página')
      expect(String(answer.headers['set-cookie'])).not.toContain('turno-')
    }
    const before = await visitorWith(test_, mine)
    await database.transaction(async (tx) => {
      await tx.update(turnos).set({ linkVersion: 2 })
    })
    await visitor(test_).get(`/turnos/enlace/${good}`).expect(404)
    const answer = await before.get(`/turnos/${mine.reference}`)
    expect(answer.headers.location).toBe('/mi-turno')
  })

  test('a program that only looks gets no cookie', async () => {
    const answer = await visitor(test_).head(linkTo(mine)).expect(303)
    expect(String(answer.headers['set-cookie'])).not.toContain('turno-')
  })

  test('a reference written otherwise leads to its own spelling', async () => {
    const browser = await visitorWith(test_, mine)
    const typed = mine.reference.toLowerCase().replaceAll('-', '%20')
    const page = await browser.get(`/turnos/${typed}`).expect(303)
    expect(page.headers.location).toBe(`/turnos/${mine.reference}`)
    const paper = await browser.get(`/turnos/${typed}/confirmacion.pdf`).expect(303)
    expect(paper.headers.location).toBe(`/turnos/${mine.reference}/confirmacion.pdf`)
  })
})
