import { afterAll, expect, test } from '@jest/globals'
import { startBrowser } from '../support/browser.ts'
import { maria } from '../support/people.ts'
import { startRealServer } from '../support/realServer.ts'
import { focused, focusShows, tabTo } from './pages/keyboard.ts'
import { mailbox } from './pages/mailbox.ts'
import { meet, openReader } from './pages/reader.ts'

// Nothing here touches the mouse; every stop is looked at: its focus must be seen.

const server = await startRealServer()
const browser = await startBrowser()
const mail = await openReader(browser, server.url)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('the whole walk, and the end of its turno, with the keyboard alone', async () => {
  const reader = await openReader(browser, server.url)
  const { page, t } = reader
  const { keyboard } = page
  const arrive = (key: string) => meet(reader, t(key))

  await page.goto('/')
  await arrive('web:home.title')
  await keyboard.press('Tab')
  expect(await focused(page)).toBe('Ir al contenido')
  await focusShows(page)
  await keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('main')
  await tabTo(page, /^Sacar un turno/)
  await keyboard.press('Enter')

  await arrive('booking:document.title')
  await tabTo(page, 'Consultar')
  await keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  // The summary of what is wrong has the focus; its first link leads to its field.
  expect(await page.evaluate('document.activeElement.matches(".govuk-error-summary")')).toBe(true)
  await tabTo(page, 'Diga para quién es el certificado')
  await keyboard.press('Enter')
  expect(await focused(page)).toBe('Para mí')
  await keyboard.press('Space')
  await tabTo(page, 'Pasaporte')
  await keyboard.press('Space')
  await keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('Cédula')
  await keyboard.press('ArrowUp')
  await tabTo(page, 'País que emitió el pasaporte')
  await keyboard.type('Venez')
  await tabTo(page, 'Número del documento')
  await keyboard.type(maria.number)
  await keyboard.press('Enter')

  await arrive('booking:contact.title')
  await tabTo(page, 'Nombres')
  await keyboard.type(maria.givenNames)
  await tabTo(page, 'Apellidos')
  await keyboard.type(maria.surnames)
  await tabTo(page, 'Correo electrónico')
  await keyboard.type(maria.email)
  await tabTo(page, 'Número de contacto celular')
  await keyboard.type('099 123 4567')
  await tabTo(page, /^Acepto que usen mis datos/)
  await keyboard.press('Space')
  await tabTo(page, 'Siguiente')
  await keyboard.press('Enter')

  await arrive('booking:code.title')
  const code = await mailbox(mail).codeFor(maria.email)
  await tabTo(page, 'Código')
  // The sixth digit sends it: no Enter.
  await keyboard.type(code)

  await arrive('booking:place.title')
  await tabTo(page, 'Provincia')
  await keyboard.type('Gal')
  await page.getByText('Puerto Ayora (demostración)').waitFor()
  expect(await focused(page)).toBe('Provincia')
  await tabTo(page, 'Puerto Ayora (demostración)')
  await keyboard.press('Space')
  await tabTo(page, 'Siguiente')
  await keyboard.press('Enter')

  await arrive('booking:time.title')
  await tabTo(page, '11:00')
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '¿Le guardamos esta hora?' })
  await dialog.waitFor()
  const inDialog = () => page.evaluate('document.activeElement.closest("dialog") !== null')
  expect(await inDialog()).toBe(true)
  await keyboard.press('Escape')
  expect(await dialog.isVisible()).toBe(false)
  expect(await focused(page)).toBe('11:00')
  await keyboard.press('Enter')
  await dialog.waitFor()
  await tabTo(page, 'No, elegir otra')
  await keyboard.press('Space')
  expect(await focused(page)).toBe('11:00')
  await keyboard.press('Enter')
  await tabTo(page, 'Sí')
  await keyboard.press('Enter')

  await arrive('booking:summary.title')
  await tabTo(page, 'Confirmar')
  await keyboard.press('Enter')

  await arrive('turno:confirmation.title')
  await tabTo(page, 'PDF')
  await tabTo(page, 'Calendario')
  await tabTo(page, 'Cancelar')
  await keyboard.press('Enter')
  await arrive('turno:cancel.title')
  await tabTo(page, 'Sí, cancelar')
  await keyboard.press('Enter')
  await arrive('turno:cancelled.title')
  await reader.close()
}, 60_000)

test('a focus that cannot be seen is found', async () => {
  const reader = await openReader(browser, server.url)
  await reader.page.goto('/mi-turno')
  await tabTo(reader.page, 'Enviar el enlace')
  await reader.page.evaluate(`{
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('button:focus, button { all: unset !important; color: black !important }')
    document.adoptedStyleSheets = [sheet]
  }`)
  await expect(focusShows(reader.page)).rejects.toThrow('Enviar el enlace')
  await reader.close()
})
