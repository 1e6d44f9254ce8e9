import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { Turno } from '../../src/turno/turno.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, maria, turnoOf } from '../support/people.ts'
import { type Visitor, visitorWith, wordsOf } from '../support/visitor.ts'

const slot = '2026-11-25T13:20:00.000Z'

describe('the page of a turno', () => {
  let test_: TestApp
  let turno: Turno
  let browser: Visitor
  let url: string
  beforeEach(async () => {
    test_ = await startTestApp()
    turno = await made(await turnoOf(test_.services, maria, slot))
    browser = await visitorWith(test_, turno)
    url = `/turnos/${turno.reference}`
  })
  afterEach(() => test_.stop())

  async function made(id: string): Promise<Turno> {
    const found = await test_.services.turnos.byId(id)
    if (!found) throw new Error('No turno')
    return found
  }

  test('it tells when, where, and what to bring in their own case', async () => {
    const words = wordsOf((await browser.get(url)).text)
    expect(words).toContain('miércoles 25 de noviembre')
    expect(words).toContain('08:20')
    expect(words).toContain('Guayaquil Centro (demostración)')
    expect(words).toContain('Pasaporte ····3917')
    expect(words).toContain('Pasaporte original')
    expect(words).not.toContain('Autorización firmada')
    expect(words).not.toContain('Nombres del titular')
  })

  test('who sends somebody else is told what that person brings, and what the paper must say', async () => {
    const id = await withThirdParty()
    const third = await visitorWith(test_, await made(id))
    const words = wordsOf((await third.get(`/turnos/${(await made(id)).reference}`)).text)
    expect(words).toContain('Rosa Quispe')
    expect(words).toContain('Pasaporte original')
    expect(words).toContain('Autorización firmada')
    expect(words).toContain('Nombres del titular')
  })

  async function withThirdParty(): Promise<string> {
    const { booking, clock } = test_.services
    const person = { ...maria, number: '084523918', email: 'otra@example.org' }
    const draft = await atTheHours(test_.services, person)
    await booking.setDocument(draft, {
      document: { kind: 'passport', country: 'VE', number: '084523918' },
      thirdParty: { kind: 'cedula', country: null, number: '1719999318' },
    })
    await booking.setContact(
      draft,
      {
        holder: { givenNames: 'Ana', surnames: 'Peña' },
        thirdParty: { givenNames: 'Rosa', surnames: 'Quispe' },
        email: person.email,
        phone: '+593991234567',
        consent: { version: '1', at: clock.now() },
      },
      'es',
    )
    const held = await booking.hold(draft, '2026-11-25T14:20:00.000Z')
    if (!held.ok) throw new Error(held.reason)
    const result = await booking.confirm(draft)
    if (!result.ok) throw new Error(result.reason)
    return result.turnoId
  }

  test('what became of the mail is told', async () => {
    const fates = async () => load((await browser.get(url)).text)('.fate')
    expect((await fates()).attr('class')).toContain('fate--queued')
    await test_.sendMails()
    expect((await fates()).attr('class')).toContain('fate--sent')
    await test_.services.turnos.cancel(turno.id, 'applicant')
    expect(await fates()).toHaveLength(0)
  })

  test('an address that its server refuses is told masked', async () => {
    const refusing = await startTestApp({
      mailer: { send: async () => ({ outcome: 'refused', code: '550' }), close: () => {} },
    })
    const id = await turnoOf(refusing.services, maria, slot)
    await refusing.sendMails()
    const refused = await refusing.services.turnos.byId(id)
    if (!refused) throw new Error('No turno')
    const page = await (await visitorWith(refusing, refused)).get(`/turnos/${refused.reference}`)
    const fate = load(page.text)('.fate--refused').text()
    await refusing.stop()
    expect(fate).toContain('m···@example.org')
    expect(page.text).not.toContain(maria.email)
  })

  test('it says that it was made only right after that, and that they had it already', async () => {
    const made = 'Su turno está confirmado'
    expect(wordsOf((await browser.get(`${url}?nuevo=1`)).text)).toContain(made)
    expect(wordsOf((await browser.get(url)).text)).not.toContain(made)
    expect(wordsOf((await browser.get(`${url}?ya=1`)).text)).toContain('Usted ya tiene este turno')
  })

  test('it speaks English to who asks for it', async () => {
    const words = wordsOf((await browser.get(`${url}?idioma=en`)).text)
    expect(words).toContain('Wednesday 25 November')
    expect(words).toContain('Original passport')
  })

  test('the QR is a picture without anything personal', async () => {
    const answer = await browser.get(`${url}/qr.svg`).expect(200)
    expect(answer.headers['content-type']).toMatch(/^image\/svg\+xml/)
    expect(answer.headers['cache-control']).toBe('no-store')
    const svg = Buffer.from(answer.body).toString('utf8')
    expect(svg).toMatch(/^<svg xmlns=/)
    expect(svg).not.toContain('Ñáñez')
  })

  test('the PDF is saved under the turno’s name and kept by nobody', async () => {
    const answer = await browser.get(`${url}/confirmacion.pdf`).buffer(true).expect(200)
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename=turno-${turno.reference}.pdf`,
    )
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(Buffer.from(answer.body).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  })

  test('the calendar file has the agency’s hour, and takes the entry out once cancelled', async () => {
    const standing = await browser.get(`${url}/calendario.ics`).expect(200)
    expect(standing.headers['content-type']).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(standing.headers['content-disposition']).toContain(`turno-${turno.reference}.ics`)
    expect(standing.headers['cache-control']).toBe('no-store')
    expect(standing.text).toContain('DTSTART;TZID=America/Guayaquil:20261125T082000')
    expect(standing.text).toContain('Pasaporte original')
    const english = await browser.get(`${url}/calendario.ics?idioma=en`)
    expect(english.text).toContain('Original passport')
    await test_.services.turnos.cancel(turno.id, 'applicant')
    const gone = await browser.get(`${url}/calendario.ics`).expect(200)
    expect(gone.headers['content-type']).toBe('text/calendar; charset=utf-8; method=CANCEL')
    expect(gone.text).toContain('STATUS:CANCELLED')
  })

  test('a cancelled turno has no paper that looks good', async () => {
    await test_.services.turnos.cancel(turno.id, 'applicant')
    const page = load((await browser.get(url).expect(200)).text)
    expect(page.text()).toContain('Este turno está cancelado')
    expect(page('img, a[href$=".pdf"], a[href$="cancelacion"]')).toHaveLength(0)
    for (const tail of ['qr.svg', 'confirmacion.pdf']) {
      const answer = await browser.get(`${url}/${tail}`).expect(303)
      expect(answer.headers.location).toBe(url)
    }
  })
})
