import { afterAll, expect, test } from '@jest/globals'
import { startBrowser } from '../support/browser.ts'
import { lukasz, maria, nguyen, type Person } from '../support/people.ts'
import { startRealServer } from '../support/realServer.ts'
import { confirmationPage } from './pages/confirmationPage.ts'
import { mailbox } from './pages/mailbox.ts'
import { openReader, press, type Reader, wordsIn } from './pages/reader.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { walkToHours } from './pages/walk.ts'

const server = await startRealServer()
const browser = await startBrowser()
const mail = await openReader(browser, server.url)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

async function atTheHours(person: Person, javaScript = true): Promise<Reader> {
  const reader = await openReader(browser, server.url, { javaScript, examine: false })
  await walkToHours(reader, mail, person)
  return reader
}

async function atTheSummary(person: Person, hour: string): Promise<Reader> {
  const reader = await atTheHours(person)
  const time = await timePage(reader)
  await time.choose(hour)
  await time.yes()
  await summaryPage(reader)
  return reader
}

const reference = (reader: Reader) => new URL(reader.page.url()).pathname

test('two race for the last seat: one gets it, the other hears so and is shown the nearest', async () => {
  const racers = [await atTheHours(maria), await atTheHours(lukasz)]
  const times = await Promise.all(racers.map(timePage))
  for (const time of times) await time.choose('11:40')
  await Promise.all(times.map((time) => time.yes()))

  const titles = await Promise.all(
    racers.map(async ({ page }) => {
      await page.waitForURL((url) => !url.search)
      return wordsIn(page.getByRole('heading', { level: 1 }))
    }),
  )
  expect(titles.sort()).toEqual(['¿Está todo bien?', '¿Qué día y a qué hora?'])

  const told = racers.find(({ page }) => page.url().endsWith('/horario'))
  if (!told) throw new Error('Nobody was told')
  const notice = told.page.getByRole('status').filter({ hasText: 'Otra persona tomó esa hora' })
  expect(await wordsIn(notice)).toContain('Las horas libres más cercanas')
  expect(await notice.getByRole('link').allInnerTexts()).toEqual([
    'mar 24 nov, 11:00',
    'mar 24 nov, 11:20',
    'mar 24 nov, 12:00',
  ])
  // What is offered can be had, with two presses.
  await notice.getByRole('link', { name: '12:00' }).click()
  await press(told, 'Sí')
  expect(await (await summaryPage(told)).text()).toContain('12:00')
  for (const racer of racers) await racer.close()
}, 60_000)

test('a double click on Confirmar makes one turno and one mail; back leads to it', async () => {
  const reader = await atTheSummary(nguyen, '15:00')
  await reader.page.getByRole('button', { name: 'Confirmar', exact: true }).dblclick()
  await confirmationPage(reader)
  const made = reference(reader)

  await reader.page.goBack()
  await confirmationPage(reader)
  expect(reference(reader)).toBe(made)

  await mailbox(mail).open(nguyen.email, /^Turno confirmado/)
  await mail.page.goto('/buzon')
  const lines = mail.page.getByRole('listitem').filter({ hasText: nguyen.email })
  expect(await lines.filter({ hasText: 'Turno confirmado' }).count()).toBe(1)
  await reader.page.goto('/mi-turno')
  const known = reader.page.getByRole('main').locator('a[href^="/turnos/"]')
  expect(await known.count()).toBe(1)
  await reader.close()
}, 60_000)

test('two tabs at the summary make one turno, and both show it', async () => {
  const person = { ...maria, number: 'VE55512', email: 'dos@example.org' }
  const reader = await atTheSummary(person, '16:00')
  const other = await reader.page.context().newPage()
  await other.goto(reader.page.url())
  const second: Reader = { ...reader, page: other }
  await Promise.all([reader, second].map((tab) => press(tab, 'Confirmar')))
  for (const tab of [reader, second]) await confirmationPage(tab)
  expect(reference(second)).toBe(reference(reader))
  await reader.close()
}, 60_000)
