import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless } from '../support/browserless.ts'
import { lukasz, maria, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { wordsOf } from '../support/visitor.ts'
import { codeFor, contactOf, documentOf, draftUrl, hour, walkTo } from '../support/walks.ts'

describe('the nine steps without script', () => {
  let test_: TestApp
  let browser: Browserless
  beforeEach(async () => {
    test_ = await startTestApp()
    browser = browserless(test_)
  })
  afterEach(() => test_.stop())

  const words = () => wordsOf(browser.page().html)
  const turnos = async () => {
    const { read, tables } = test_.services.database
    return (await read.select().from(tables.turnos)).length
  }

  test('in Spanish, by the labels people know', async () => {
    await browser.visit('/')
    await browser.answer({}, 'Sacar un turno')
    await browser.answer(
      {
        'Para mí': true,
        Pasaporte: true,
        'País que emitió el pasaporte': 'Venezuela',
        'Número del documento': '0845-23917',
      },
      'Consultar',
    )
    await browser.answer(
      {
        Nombres: maria.givenNames,
        Apellidos: maria.surnames,
        'Correo electrónico': maria.email,
        'Número de contacto celular': '099 123 4567',
        Español: true,
        'Acepto que usen mis datos para este turno (aviso versión 2)': true,
      },
      'Siguiente',
    )
    expect(words()).toContain('Verificar IESS turno online')
    const code = await codeFor(test_, maria.email)
    expect(test_.mails.at(-1)?.subject).toBe('Verificar IESS turno online')
    await browser.answer({ Código: `${code.slice(0, 3)} ${code.slice(3)}` }, 'Verificar')
    await browser.answer(
      {
        Provincia: 'Galápagos',
        'Tipo de trámite': 'Certificado de no afiliación al IESS para extranjeros',
      },
      'Mostrar agencias',
    )
    await browser.answer({ 'Puerto Ayora (demostración)': true }, 'Siguiente')
    await browser.follow('10:00')
    expect(words()).toContain('¿Le guardamos esta hora?')
    await browser.answer({}, 'Sí')
    for (const part of ['María José Ñáñez Peña', '084523917', 'Venezuela', maria.email, '10:00']) {
      expect(words()).toContain(part)
    }
    const end = await browser.answer({}, 'Confirmar')
    expect(end.status).toBe(200)
    expect(end.url).toMatch(/^\/turnos\/[A-Z0-9-]+\?nuevo=1$/)
    expect(words()).toContain('Puerto Ayora (demostración)')
    await test_.sendMails()
    expect(test_.mails.at(-1)).toMatchObject({ to: maria.email })
    expect(test_.mails.at(-1)?.attachments).toHaveLength(2)
  })

  test('in English, by the labels people know', async () => {
    await browser.visit('/?idioma=en')
    await browser.answer({}, 'Book an appointment')
    await browser.answer(
      {
        'For me': true,
        Passport: true,
        'Country that issued the passport': 'Poland',
        'Document number': 'ek 1234567',
      },
      'Look up',
    )
    await browser.answer(
      {
        'Given names': lukasz.givenNames,
        Surnames: lukasz.surnames,
        Email: lukasz.email,
        'Mobile phone number': '+48 512 345 678',
        English: true,
        'I agree to the use of my data for this appointment (notice version 2)': true,
      },
      'Next',
    )
    await browser.answer({ Code: await codeFor(test_, lukasz.email) }, 'Verify')
    await browser.answer({}, 'Choose this agency')
    await browser.follow('15:00')
    await browser.answer({}, 'Yes')
    expect(words()).toContain('Łukasz Żółć')
    const end = await browser.answer({}, 'Confirm')
    expect(end.status).toBe(200)
    expect(end.$('html').attr('lang')).toBe('en')
    await test_.sendMails()
    expect(test_.mails.map(({ language }) => language)).toEqual(['en', 'en'])
  })

  test('somebody else comes, with a document and a name of their own', async () => {
    await walkTo({ test_, browser, person: maria }, 'documento')
    await browser.submit(
      { ...documentOf(maria), forWhom: 'other', thirdKind: 'cedula', thirdNumber: '1719999318' },
      'Consultar',
    )
    const { email } = maria
    const missing = await browser.submit(contactOf(maria), 'Siguiente')
    expect(missing.status).toBe(422)
    expect(missing.$('#thirdSurnames-error').text()).toContain('Escriba los apellidos')
    await browser.submit({ thirdGivenNames: 'Rosa', thirdSurnames: 'Quispe' }, 'Siguiente')
    await browser.submit({ code: await codeFor(test_, email) }, 'Verificar')
    await browser.submit({}, 'Elegir esta agencia')
    await browser.submit({ slot: hour }, 'Sí')
    expect(words()).toContain('Rosa Quispe')
    expect(words()).toContain('1719999318')
    await browser.submit({}, 'Confirmar')
    expect(words()).toContain('Rosa Quispe')
  })

  test('a cédula is warned about once, keeps what was typed, and may go on', async () => {
    await walkTo({ test_, browser, person: maria }, 'documento')
    const typed = { forWhom: 'self', kind: 'cedula', number: '171999931-8' }
    const warned = await browser.submit(typed, 'Consultar')
    expect(warned.status).toBe(422)
    expect(words()).toContain('Con cédula el certificado se saca en línea.')
    expect(warned.$('#number').attr('value')).toBe('171999931-8')
    const onwards = await browser.submit({}, 'Continuar de todos modos')
    expect(onwards.url).toMatch(/\/contacto$/)
  })

  test('a slip in the address: the suggestion can be taken, refused, or corrected later', async () => {
    await walkTo({ test_, browser, person: maria }, 'contacto')
    const slipped = { ...contactOf(maria), email: 'maria@gmial.com' }
    const asked = await browser.submit(slipped, 'Siguiente')
    expect(asked.status).toBe(422)
    expect(words()).toContain('¿Quiso escribir maria@gmail.com?')
    await browser.submit({}, 'Siguiente')
    expect(words()).toContain('maria@gmial.com')
    await browser.follow('Corregir la dirección')
    expect(browser.page().$('#givenNames').attr('value')).toBe(maria.givenNames)
    test_.clock.advance({ minutes: 1 })
    await browser.submit({ email: maria.email }, 'Siguiente')
    const old = await codeFor(test_, 'maria@gmial.com')
    const fresh = await codeFor(test_, maria.email)
    if (old !== fresh) {
      expect((await browser.submit({ code: old }, 'Verificar')).status).toBe(422)
    }
    expect((await browser.submit({ code: fresh }, 'Verificar')).url).toMatch(/\/lugar$/)
  })

  test('another code comes after a minute; before, the page says when, and still takes the code', async () => {
    await walkTo({ test_, browser, person: maria }, 'codigo')
    const code = await codeFor(test_, maria.email)
    const early = await browser.submit({}, 'Enviar otro código')
    expect(early.status).toBe(429)
    expect(early.headers['retry-after']).toBe('60')
    expect(words()).toContain('Puede pedir otro a las 09:01')
    const verified = await browser.submit({ code }, 'Verificar')
    expect(verified.url).toMatch(/\/lugar$/)
  })

  test('after a minute the new code counts, not the old', async () => {
    await walkTo({ test_, browser, person: maria }, 'codigo')
    const first = await codeFor(test_, maria.email)
    test_.clock.advance({ minutes: 1 })
    const again = await browser.submit({}, 'Enviar otro código')
    expect(again.trail.at(-1)).toMatch(/\/codigo$/)
    const second = await codeFor(test_, maria.email)
    if (first !== second) {
      expect((await browser.submit({ code: first }, 'Verificar')).status).toBe(422)
    }
    expect((await browser.submit({ code: second }, 'Verificar')).url).toMatch(/\/lugar$/)
  })

  test('how many tries are left is still there after a refresh, and not before the first', async () => {
    await walkTo({ test_, browser, person: maria }, 'codigo')
    const { url } = browser.page()
    expect(words()).not.toContain('intentos')
    const code = await codeFor(test_, maria.email)
    await browser.submit({ code: code === '000000' ? '000001' : '000000' }, 'Verificar')
    expect(words()).toContain('Le quedan 4 intentos')
    await browser.visit(url)
    expect(words()).toContain('Le quedan 4 intentos')
  })

  test('a second walk within the minute is not told of a mail that was never sent', async () => {
    await walkTo({ test_, browser, person: maria }, 'codigo')
    const other = browserless(test_)
    await walkTo({ test_, browser: other, person: maria }, 'codigo')
    await test_.sendMails()
    expect(test_.mails).toHaveLength(1)
    const said = wordsOf(other.page().html)
    expect(said).not.toContain('El correo está por salir')
    expect(said).not.toContain('Le enviamos un código')
    expect(said).toContain('09:01')
  })

  test('every line of the summary can be changed, and nothing else is lost', async () => {
    await walkTo({ test_, browser, person: maria }, 'resumen')
    const base = draftUrl(browser.page().url)
    await browser.visit(`${base}/contacto`)
    await browser.submit({ surnames: 'Ñáñez' }, 'Siguiente')
    expect(browser.page().url).toMatch(/\/resumen$/)
    expect(words()).toContain('María José Ñáñez')
    await browser.visit(`${base}/horario`)
    await browser.submit({ slot: '2026-11-25T15:00:00.000Z' }, 'Sí')
    expect(words()).toContain('10:00')
    await browser.visit(`${base}/lugar?provincia=20`)
    await browser.submit({ agency: ayora }, 'Siguiente')
    expect(browser.page().url).toMatch(/\/horario$/)
    await browser.submit({ slot: '2026-11-25T15:00:00.000Z' }, 'Sí')
    expect(words()).toContain('Puerto Ayora')
    await browser.visit(`${base}/documento`)
    await browser.submit({ number: '084523999' }, 'Consultar')
    expect(browser.page().url).toMatch(/\/horario$/)
    await browser.submit({ slot: '2026-11-25T15:00:00.000Z' }, 'Sí')
    expect(words()).toContain('084523999')
    expect((await browser.submit({}, 'Confirmar')).status).toBe(200)
  })

  test('back after "Confirmar", and every old form, lead to the one turno', async () => {
    await walkTo({ test_, browser, person: maria }, 'resumen')
    const base = draftUrl(browser.page().url)
    const pressed = browser.form('Confirmar')
    const turno = (await browser.send(pressed)).url.split('?')[0]
    expect((await browser.send(pressed)).url.split('?')[0]).toBe(turno)
    for (const step of ['', '/documento', '/contacto', '/codigo', '/lugar', '/horario', '/resumen'])
      expect((await browser.visit(`${base}${step}`)).url).toBe(turno)
    for (const [step, fields] of [
      ['documento', documentOf(lukasz)],
      ['contacto', contactOf(lukasz)],
      ['codigo', { code: '123456' }],
      ['codigo/reenvio', {}],
      ['lugar', { province: '20' }],
      ['horario', { slot: hour }],
    ] as const) {
      const form = {
        ...pressed,
        action: `${base}/${step}`,
        fields: { ...pressed.fields, ...fields },
      }
      expect((await browser.send(form)).url).toBe(turno)
    }
    expect(await turnos()).toBe(1)
  })

  test('two tabs: what one changed, the other’s stale page does not undo without saying', async () => {
    await walkTo({ test_, browser, person: maria }, 'resumen')
    const base = draftUrl(browser.page().url)
    const stale = browser.form('Confirmar')
    await browser.visit(`${base}/documento`)
    await browser.submit({ number: '084523999' }, 'Consultar')
    const led = await browser.send(stale)
    expect(led.url).toMatch(/\/horario$/)
    expect(await turnos()).toBe(0)
  })

  test('two walks of one person in two tabs: the hour moves to the newer', async () => {
    await walkTo({ test_, browser, person: maria }, 'resumen')
    const first = browser.form('Confirmar')
    test_.clock.advance({ minutes: 1 })
    await walkTo({ test_, browser, person: maria, slot: '2026-11-25T15:00:00.000Z' }, 'turno')
    const turno = browser.page().url.split('?')[0]
    const late = await browser.send(first)
    expect(late.url).toBe(`${turno}?ya=1`)
    expect(await turnos()).toBe(1)
  })

  test('a refresh shows the same page again', async () => {
    await walkTo({ test_, browser, person: maria }, 'codigo')
    const { url } = browser.page()
    expect((await browser.visit(url)).url).toBe(url)
    await test_.sendMails()
    expect(test_.mails).toHaveLength(1)
  })

  test('a hold that lapsed is honoured while the seat is free', async () => {
    await walkTo({ test_, browser, person: maria }, 'resumen')
    test_.clock.advance({ minutes: 10 })
    await browser.visit(browser.page().url)
    expect(words()).toContain('pero sigue libre')
    expect((await browser.submit({}, 'Confirmar')).url).toMatch(/nuevo=1$/)
  })

  test('a hold that lapsed and was taken: back on the hours, the nearest offered, nothing typed lost', async () => {
    const there = '2026-11-25T15:00:00.000Z'
    await walkTo({ test_, browser, person: maria }, 'lugar')
    await browser.submit({ province: '20', agency: ayora }, 'Elegir esta agencia')
    await browser.submit({ slot: there }, 'Sí')
    const summary = browser.page().url
    const confirm = browser.form('Confirmar')
    test_.clock.advance({ minutes: 10 })
    await turnoOf(test_.services, lukasz, there, ayora)
    const refreshed = await browser.visit(summary)
    expect(words()).not.toContain('sigue libre')
    expect(refreshed.url).toMatch(/\/horario\?aviso=hold-lapsed$/)
    await browser.send(confirm)
    expect(words()).toContain('Se acabó el tiempo y esa hora ya no está libre')
    expect(words()).toContain('Las horas libres más cercanas')
    await browser.follow('09:20')
    await browser.answer({}, 'Sí')
    expect(words()).toContain(maria.email)
    expect((await browser.submit({}, 'Confirmar')).status).toBe(200)
  })

  test('the last seat goes while one reads the question: what happened, and the nearest hours', async () => {
    const there = '2026-11-25T15:00:00.000Z'
    await walkTo({ test_, browser, person: maria }, 'lugar')
    await browser.submit({ province: '20', agency: ayora }, 'Elegir esta agencia')
    await turnoOf(test_.services, lukasz, there, ayora)
    const lost = await browser.submit({ slot: there }, 'Sí')
    expect(lost.status).toBe(409)
    expect(words()).toContain('Otra persona tomó esa hora')
    expect(words()).toContain('Las horas libres más cercanas')
  })

  test('an address kept from before: nobody is asked whether they want an hour that is over', async () => {
    await walkTo({ test_, browser, person: maria }, 'horario')
    const { url } = browser.page()
    const hourBefore = '2026-11-24T13:40:00.000Z'
    await browser.visit(`${url}?hora=${hourBefore}`)
    expect(words()).toContain('Esa hora ya no se puede pedir')
  })

  test('the list of agencies says when one has closed for the day', async () => {
    await walkTo({ test_, browser, person: maria }, 'lugar')
    const list = `${draftUrl(browser.page().url)}/lugar?provincia=09`
    await browser.visit(list)
    expect(words()).toContain('Hoy atiende 08:00–17:00')
    test_.clock.advance({ hours: 8 })
    await browser.visit(list)
    expect(words()).toContain('Por hoy ya cerró. Atendió 08:00–17:00')
  })

  test('all windows are closed while one looks: no hour is taken, and the page says so', async () => {
    const { database, stores } = test_.services
    await walkTo({ test_, browser, person: maria }, 'horario')
    const standing = browser.form('Sí')
    await database.transaction((tx) => stores.agencies.setSeats(tx, 'guayaquil-centro', 0))
    const taken = await browser.send({ ...standing, fields: { ...standing.fields, slot: hour } })
    expect(taken.status).toBe(409)
    expect(taken.$('.notice').text()).toContain('hora')
    const base = draftUrl(taken.url)
    await browser.visit(`${base}/lugar?provincia=09`)
    expect(words()).toContain(
      'Las agencias de esta provincia no tienen horas para este trámite por ahora',
    )
  })
})
