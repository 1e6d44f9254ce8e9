import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { booked, centre, wrongs } from '../relocation/ground.ts'
import { tomas, worker } from '../staff/people.ts'
import { startBrowser, type TestBrowser } from '../support/browser.ts'
import { somebody } from '../support/people.ts'
import { mailbox } from './pages/mailbox.ts'
import {
  meet,
  openReader,
  pictures,
  press,
  type Reader,
  type as typeInto,
  wordsIn,
} from './pages/reader.ts'
import { type Served, serve } from './states/served.ts'

/** Six have a turno on Thursday 3 December: three at 08:00, three at 08:20. */
const people = 6
const at = `/admin/agencias/${centre}`

let served: Served
let browser: TestBrowser
beforeAll(async () => {
  served = await serve()
  browser = await startBrowser()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await served.stop()
})

/** The supervisor's own browser, in which she has signed in. */
async function supervisor(): Promise<Reader> {
  const { test_, url } = served
  const account = await worker(test_, tomas, [{ role: 'supervisor', agencyId: centre }])
  const { database, staff } = test_.services
  const value = await database.transaction((tx) => staff.sessions.start(tx, account.id, true))
  const reader = await openReader(browser, url, { width: 1280 })
  await reader.page.context().addCookies([{ name: 'personal', value, url }])
  return reader
}

test('a supervisor closes a Thursday, sees whom that touches, writes to them, and one answers by their mail', async () => {
  const { test_, url } = served
  const ids = await booked(test_, people)
  await test_.sendMails()
  const desk = await supervisor()
  const { page, t } = desk
  const phone = await openReader(browser, url)
  const mail = await openReader(browser, url)

  await page.goto(`${at}/horario?mes=2026-12`)
  await page.getByRole('link', { name: t('hours:closure.add') }).click()
  await meet(desk, t('hours:closure.add'))
  await typeInto(desk, t('hours:closure.from'), '2026-12-03')
  await typeInto(desk, t('hours:reasonEs'), 'Mantenimiento eléctrico')
  await typeInto(desk, t('hours:reasonEn'), 'Electrical maintenance')
  await pictures(desk, 'cierre-1-formulario')
  await press(desk, t('hours:preview'))

  await page.getByRole('heading', { name: t('admin:confirm.happens') }).waitFor()
  expect(await wordsIn(page.locator('.happens__one').first())).toContain('6 turnos reservados')
  await pictures(desk, 'cierre-2-que-va-a-pasar')
  // Nothing is written before she says so.
  expect(await test_.services.relocations.openOf(ids[0] ?? '')).toBeNull()
  await page.locator('button[name="step"][value="save"]').click()

  await page.waitForURL(/\/reubicar\/[\w-]+$/)
  await meet(desk, t('relocation:staff.changeTitle'))
  expect(await page.locator('main table').last().locator('tbody tr').count()).toBe(people)
  await pictures(desk, 'cierre-3-a-quienes-toca')
  await press(desk, t('relocation:staff.send'))
  await page.getByText(t('relocation:told.enviado')).waitFor()
  await test_.sendMails()

  const { email } = somebody(1)
  await mailbox(mail).open(email, /^Su turno/)
  const link = /http:\S+\/turnos\/propuesta\/\S+/.exec(await mailbox(mail).text())?.[0] ?? ''
  await phone.page.goto(new URL(link).pathname)
  await meet(phone, phone.t('relocation:answer.title'))
  await pictures(phone, 'cierre-4-propuesta')
  expect(await wrongs(test_)).toEqual([])
  await press(phone, phone.t('relocation:answer.yes'))
  await phone.page.waitForURL(/cambiado=1$/)
  expect(await wordsIn(phone.page.locator('main'))).toContain('4 de diciembre')
  await pictures(phone, 'cierre-5-aceptada')
  expect(await wrongs(test_)).toEqual([])

  await page.reload()
  expect(await wordsIn(page.locator('.progress--done dd'))).toBe('1')
  await pictures(desk, 'cierre-6-una-respondio')
  for (const { visit } of [desk, phone]) {
    expect([visit.complaints, visit.strangers]).toEqual([[], []])
  }
  for (const reader of [desk, phone, mail]) await reader.close()
}, 120_000)
