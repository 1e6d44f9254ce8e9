import { afterAll, describe, expect, test } from '@jest/globals'
import { languages } from '../../src/language.ts'
import { startBrowser } from '../support/browser.ts'
import { lukasz, maria, nguyen, type Person, somebody } from '../support/people.ts'
import { startRealServer } from '../support/realServer.ts'
import { until } from '../support/until.ts'
import { readPdf } from '../turno/confirmation/readPdf.ts'
import { codePage } from './pages/codePage.ts'
import { confirmationPage } from './pages/confirmationPage.ts'
import { contactPage } from './pages/contactPage.ts'
import { documentPage } from './pages/documentPage.ts'
import { homePage } from './pages/homePage.ts'
import { mailbox } from './pages/mailbox.ts'
import { placePage } from './pages/placePage.ts'
import { openReader, pictures, type Reader, visibleTexts } from './pages/reader.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { ayoraName, certificateName, walkToHours } from './pages/walk.ts'

// Real process, real SMTP, real Redis; each walker takes another hour of the only window of Puerto
// Ayora, and a witness who stands before its hours sees them come and go.

const server = await startRealServer()
const browser = await startBrowser()
const witness = await openReader(browser, server.url)
const mails = {
  es: await openReader(browser, server.url, { language: 'es' }),
  en: await openReader(browser, server.url, { language: 'en' }),
}

afterAll(async () => {
  await browser.close()
  await server.stop()
})

/** The exact words of the Spanish pages, step by step. */
const spanish = {
  home: ['Turnos en línea', 'Sacar un turno'],
  document: ['Consultar'],
  contact: ['Correo electrónico', 'Número de contacto celular', 'Siguiente'],
  code: ['Verificar', '«Verificar IESS turno online»'],
  place: ['Provincia', 'Tipo de trámite', 'Agencia', 'Siguiente'],
  time: ['Sí'],
  summary: ['Confirmar'],
  confirmation: ['Confirmación del Turno en Línea'],
} as const

async function expectWords(reader: Reader, step: keyof typeof spanish): Promise<void> {
  if (reader.language !== 'es') return
  for (const words of spanish[step]) {
    expect(await visibleTexts(reader)).toContain(words)
  }
}

async function witnessSees(hour: string): Promise<boolean> {
  await witness.page.reload()
  return (await (await timePage(witness)).hours()).includes(hour)
}

test('a witness comes to the hours of Puerto Ayora', async () => {
  await walkToHours(witness, mails.es, somebody(1))
  const hours = await (await timePage(witness)).hours()
  // Two hours ahead at the least: it is eight in the islands.
  expect(hours[0]).toBe('10:20')
  expect(hours).toContain('16:40')
})

const walks: { javaScript: boolean; language: 'es' | 'en'; person: Person; hour: string }[] = [
  { language: 'es', javaScript: true, person: maria, hour: '11:00' },
  { language: 'es', javaScript: false, person: lukasz, hour: '11:20' },
  { language: 'en', javaScript: true, person: nguyen, hour: '15:00' },
  { language: 'en', javaScript: false, person: somebody(2), hour: '15:20' },
]

test('the walks are in every language', () => {
  expect([...new Set(walks.map(({ language }) => language))]).toEqual([...languages])
})

describe.each(walks)('in $language, JavaScript $javaScript', (walk) => {
  const { language, javaScript, person, hour } = walk
  const shown = javaScript ? '' : 'sin-js-'

  test('the nine steps end in a turno, and its end frees the seat', async () => {
    const reader = await openReader(browser, server.url, { language, javaScript })
    const mail = mailbox(mails[language])
    const { page } = reader

    const home = await homePage(reader)
    await expectWords(reader, 'home')
    await pictures(reader, `${shown}01-inicio`)
    await home.start(certificateName[language])

    const document = await documentPage(reader)
    await document.fill(person)
    await expectWords(reader, 'document')
    await pictures(reader, `${shown}02-documento`)
    await document.submit()

    const contact = await contactPage(reader)
    await contact.fill(person)
    await expectWords(reader, 'contact')
    await pictures(reader, `${shown}03-contacto`)
    await contact.submit()

    const code = await codePage(reader)
    await expectWords(reader, 'code')
    const digits = await mail.codeFor(person.email)
    await pictures(mails[language], `${shown}04-correo`)
    await until('the page to tell that the mail was handed over', async () => {
      await page.reload()
      return (await page.locator('.fate--sent').count()) > 0 || null
    })
    await pictures(reader, `${shown}05-codigo`)
    await code.verify(digits)

    const place = await placePage(reader)
    await place.inProvince('Galápagos')
    await place.choose(ayoraName)
    await expectWords(reader, 'place')
    await pictures(reader, `${shown}06-lugar`)
    await place.submit()

    const time = await timePage(reader)
    await pictures(reader, `${shown}07-horario`)
    await time.choose(hour)
    await expectWords(reader, 'time')
    await pictures(reader, `${shown}07-ventana`)
    await time.yes()

    const summary = await summaryPage(reader)
    await expectWords(reader, 'summary')
    expect(await summary.text()).toContain(`${person.givenNames} ${person.surnames}`)
    await pictures(reader, `${shown}08-resumen`)
    expect(await witnessSees(hour)).toBe(false)
    await summary.confirm()

    const confirmation = await confirmationPage(reader)
    await expectWords(reader, 'confirmation')
    expect(await confirmation.text()).toContain(hour)
    await pictures(reader, `${shown}09-confirmacion`)

    const pdf = await confirmation.pdf()
    expect(pdf.name).toMatch(/\.pdf$/)
    expect(pdf.content.subarray(0, 4).toString()).toBe('%PDF')
    const paper = readPdf(pdf.content)
    expect(paper.pages).toBe(1)
    expect(paper.text).toContain(person.surnames)
    const calendar = await confirmation.calendar()
    expect(calendar.name).toMatch(/\.ics$/)
    expect(calendar.content.toString()).toMatch(/^BEGIN:VCALENDAR\r\n/)

    await mail.open(person.email, /^(Turno confirmado|Appointment confirmed)/)
    const attached = await mail.attachments()
    expect(attached.map(({ name }) => name).sort()).toEqual([calendar.name, pdf.name].sort())
    expect(attached.map(({ content }) => content.subarray(0, 4).toString()).sort()).toEqual([
      '%PDF',
      'BEGI',
    ])
    await pictures(mails[language], `${shown}10-confirmacion-por-correo`)

    expect(await witnessSees(hour)).toBe(false)
    await confirmation.cancel()
    await pictures(reader, `${shown}11-cancelar`)
    await confirmation.yesCancel()
    await pictures(reader, `${shown}12-cancelado`)
    expect(await witnessSees(hour)).toBe(true)
    await mail.open(person.email, /^(Turno cancelado|Appointment cancelled)/)

    expect(reader.visit.strangers).toEqual([])
    expect(reader.visit.complaints).toEqual([])
    await reader.close()
  }, 120_000)
})
