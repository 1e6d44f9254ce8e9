import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterAll, expect, test } from '@jest/globals'
import { findingsOf, picture, startBrowser } from '../support/browser.ts'

// The instruments are tested before what they measure: one that finds nothing proves nothing.

const sound = `<!doctype html><html lang="es"><head><title>Turnos</title></head><body><main>
  <h1>Turnos en línea</h1><p>Ñáñez</p></main></body></html>`
const faulty = `<!doctype html><html lang="es"><head><title>Turnos</title></head><body><main>
  <h1>Turnos en línea</h1><p style="color:#bbb;background:#fff">Pálido</p>
  <input name="correo">
  <button type="button" style="width:12px;height:12px;padding:0;border:0" aria-label="a"></button>
  <button type="button" style="width:12px;height:12px;padding:0;border:0" aria-label="b"></button>
  </main></body></html>`
const active = `<!doctype html><html lang="es"><head><title>Turnos</title></head><body>
  <noscript>sin guion</noscript><p id="guion"></p>
  <script>document.getElementById('guion').textContent = navigator.language</script>
  <script>throw new Error('roto')</script><img src="http://localhost:9/otro.png" alt=""></body></html>`

const unequal = `<!doctype html><html lang="es"><head><title>Turnos</title></head><body><main>
  <h1>Turnos</h1><noscript><input name="correo"></noscript><p id="guion"></p></main>
  <script>guion.innerHTML = '<b style="color:#bbb;background:#fff">pálido</b>'</script></body></html>`

const pages = new Map([
  ['/unequal', unequal],
  ['/sound', sound],
  ['/faulty', faulty],
  ['/active', active],
])
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(pages.get(request.url ?? ''))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
const browser = await startBrowser()

afterAll(async () => {
  await browser.close()
  server.close()
  server.closeAllConnections()
})

test('axe finds planted faults of contrast, label and size', async () => {
  const { page, close } = await browser.openPage({ baseUrl })
  await page.goto('/faulty')
  const rules = (await findingsOf(page)).map(({ rule }) => rule)
  expect(rules).toEqual(expect.arrayContaining(['color-contrast', 'label', 'target-size']))
  await close()
})

test.each([true, false])('axe finds nothing on a sound page, JavaScript %s', async (javaScript) => {
  const { page, close } = await browser.openPage({ baseUrl, javaScript })
  await page.goto('/sound')
  expect(await findingsOf(page)).toEqual([])
  await page.goto('/faulty')
  expect(await findingsOf(page)).not.toEqual([])
  await close()
})

test('axe sees what a visitor without JavaScript sees, and only that', async () => {
  const rules = async (javaScript: boolean) => {
    const { page, close } = await browser.openPage({ baseUrl, javaScript })
    await page.goto('/unequal')
    const found = (await findingsOf(page)).map(({ rule }) => rule)
    await close()
    return found
  }
  expect(await rules(false)).toEqual(['label'])
  expect(await rules(true)).toEqual(['color-contrast'])
})

test('scripts, errors and other hosts are noted', async () => {
  const { page, strangers, complaints, close } = await browser.openPage({
    baseUrl,
    language: 'en',
  })
  await page.goto('/active')
  expect(await page.textContent('#guion')).toBe('en-GB')
  expect(strangers).toEqual(['http://localhost:9/otro.png'])
  expect(complaints).toContain('roto')
  await close()
})

test('without JavaScript no script runs', async () => {
  const { page, close } = await browser.openPage({ baseUrl, javaScript: false })
  await page.goto('/active')
  expect(await page.textContent('#guion')).toBe('')
  expect(await page.locator('noscript').isVisible()).toBe(true)
  await close()
})

test('a page is as wide as a small phone, and leaves its picture', async () => {
  const { page, close } = await browser.openPage({ baseUrl })
  await page.goto('/sound')
  expect(page.viewportSize()?.width).toBe(360)
  const path = await picture(page, 'instruments')
  expect(existsSync(path)).toBe(true)
  rmSync(path)
  await close()
})
