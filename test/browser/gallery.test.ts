import { afterAll, describe, expect, test } from '@jest/globals'
import { findingsOf, startBrowser } from '../support/browser.ts'
import { openGallery } from '../support/gallery.ts'

const gallery = await openGallery()
const browser = await startBrowser()
const baseUrl = gallery.url

afterAll(async () => {
  await browser.close()
  await gallery.close()
})

describe('the script', () => {
  test('asks in a window when an hour is chosen, and Escape goes back to the hour', async () => {
    const { page, close } = await browser.openPage({ baseUrl })
    await page.goto('/es/time')
    await page.getByRole('link', { name: '08:40' }).click()
    const dialog = page.getByRole('dialog', { name: '¿Le guardamos esta hora?' })
    expect(await dialog.textContent()).toContain('martes 24 de noviembre, 08:40')
    expect(await dialog.locator('[name=slot]').inputValue()).toBe('2026-11-24T13:40:00.000Z')
    expect(await findingsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await dialog.isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('08:40')
    await close()
  })

  test('asks for the issuing country of a passport only, and sends it only then', async () => {
    const { page, close } = await browser.openPage({ baseUrl })
    await page.goto('/es/document')
    const country = page.getByLabel('País que emitió el pasaporte')
    expect(await country.isVisible()).toBe(true)
    await page.getByRole('radio', { name: 'Cédula', exact: true }).first().check()
    expect(await country.isVisible()).toBe(false)
    expect(await country.isDisabled()).toBe(true)
    await page.getByLabel('Para otra persona').check()
    expect(await page.getByText('Sus propios datos').isVisible()).toBe(true)
    await close()
  })

  test('sends the code at its sixth digit, once', async () => {
    const { page, close } = await browser.openPage({ baseUrl })
    const sent: string[] = []
    await page.route('**/*', (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      sent.push(route.request().postData() ?? '')
      return route.fulfill({ status: 204, body: '' })
    })
    await page.goto('/es/code')
    await page.getByLabel('Código', { exact: true }).fill('48291')
    expect(sent).toEqual([])
    await page.getByLabel('Código', { exact: true }).pressSequentially('37')
    await page.locator('button:disabled', { hasText: 'Verificar' }).waitFor()
    expect(sent).toEqual(['_csrf=token&code=482913'])
    await close()
  })

  test('says the end of a hold politely at two minutes', async () => {
    const { page, close } = await browser.openPage({ baseUrl })
    await page.clock.install()
    await page.goto('/es/summary')
    const said = page.locator('[aria-live]')
    expect(await said.textContent()).toBe('')
    await page.clock.runFor(284_000)
    expect(await said.textContent()).toBe('Quedan 2 minutos para confirmar su hora.')
    expect(await page.locator('[data-hold-left]').textContent()).toBe('(faltan 2 min)')
    await close()
  })
})

test('without script nothing is hidden that one needs', async () => {
  const { page, close } = await browser.openPage({ baseUrl, javaScript: false })
  await page.goto('/es/document')
  expect(await page.getByLabel('País que emitió el pasaporte').isVisible()).toBe(true)
  expect(await page.getByText('Sus propios datos').isVisible()).toBe(true)
  await page.goto('/es/place-listed')
  expect(await page.getByRole('button', { name: 'Mostrar agencias' }).isVisible()).toBe(true)
  await close()
})

test('a step weighs at most 60 kB at the first visit and 15 kB after', async () => {
  const { page, close } = await browser.openPage({ baseUrl })
  const weigh = async (path: string) => {
    let bytes = 0
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(path, { waitUntil: 'networkidle' })
    await session.detach()
    return bytes
  }
  const first = await weigh('/es/time')
  const later = await weigh('/es/summary')
  expect(first).toBeGreaterThan(20_000)
  expect(first).toBeLessThanOrEqual(60_000)
  expect(later).toBeLessThanOrEqual(15_000)
  await close()
})
