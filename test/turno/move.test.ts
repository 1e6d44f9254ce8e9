import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { Turno } from '../../src/turno/turno.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { type Visitor, visitor, visitorWith, wordsOf } from '../support/visitor.ts'

const slot = '2026-11-25T14:20:00.000Z'
const later = '2026-11-25T14:40:00.000Z'

describe('"Cambiar"', () => {
  let test_: TestApp
  let turno: Turno
  let browser: Visitor
  let url: string
  beforeEach(async () => {
    test_ = await startTestApp()
    const found = await test_.services.turnos.byId(
      await turnoOf(test_.services, maria, slot, ayora),
    )
    if (!found) throw new Error('No turno')
    turno = found
    browser = await visitorWith(test_, turno)
    url = `/turnos/${turno.reference}`
  })
  afterEach(() => test_.stop())

  test('leads from the turno to the hours, to the question, to the new hour', async () => {
    const turnoPage = load((await browser.get(url).expect(200)).text)
    expect(turnoPage(`a[href="${url}/cambio"]`).text()).toContain('Cambiar')
    const hours = load((await browser.get(`${url}/cambio?dia=2026-11-25`).expect(200)).text)
    const href = hours(`a[data-slot="${later}"]`).first().attr('href') ?? ''
    const link = `${url}/cambio${href}`
    const question = await browser.get(link).expect(200)
    expect(wordsOf(question.text)).toContain('La hora que tenía')
    const answer = await browser.post(`${url}/cambio`, { slot: later }, link)
    expect(answer.headers.location).toBe(`${url}?cambiado=1`)
    const words = wordsOf((await browser.get(`${url}?cambiado=1`)).text)
    expect(words).toContain('Su turno cambió de hora')
    expect(words).toContain('08:40')
  })

  test('an hour somebody else took is said, with the nearest, and nothing changes', async () => {
    await turnoOf(test_.services, lukasz, later, ayora)
    const answer = await browser.post(`${url}/cambio`, { slot: later })
    expect(answer.status).toBe(409)
    expect(wordsOf(answer.text)).toContain('Otra persona tomó esa hora')
    expect(load(answer.text)('.hours--long a').length).toBeGreaterThan(0)
  })

  test('an address kept from before does not ask for an hour that is over', async () => {
    const page = await browser.get(`${url}/cambio?hora=2026-11-24T13:40:00.000Z`).expect(200)
    expect(wordsOf(page.text)).toContain('Esa hora ya no se puede')
  })

  test.each(['', 'mañana', '2026-11-25T14:40:00Z', '9999-99-99T99:99:00.000Z'])(
    'a slot that is none (%s) is no mistake of the server',
    async (wrong) => {
      expect((await browser.post(`${url}/cambio`, { slot: wrong })).status).toBe(422)
    },
  )

  test('a stranger is led to "Mi turno"', async () => {
    const stranger = visitor(test_)
    const answer = await stranger.post(`${url}/cambio`, { slot: later }, '/mi-turno')
    expect(answer.headers.location).toBe('/mi-turno')
    expect((await test_.services.turnos.byId(turno.id))?.startAt).toBe(slot)
  })
})
