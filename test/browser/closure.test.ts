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

/**
 * Who has a turno on Thursday 3 December, three to an hour, and what becomes of them. Thirty do the same
 * without a browser in test/relocation/closure.test.ts, and here too with CLOSURE=whole.
 */
const whole = process.env.CLOSURE === 'whole'
const people = whole ? 30 : 6
const accepting = whole ? 25 : 3
const choosing = whole ? 3 : 1
const cancelling = accepting + choosing + 1
const bounces = somebody(people).email
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

/** The n-th way to answer that the newest mail to somebody has: accept, another hour, cancel. */
async function followMail(mail: Reader, phone: Reader, person: number, way: 0 | 1 | 2) {
  await mailbox(mail).open(somebody(person).email, /^Su turno/)
  const links = (await mailbox(mail).text()).match(/http:\S+\/turnos\/propuesta\/\S+/g) ?? []
  await phone.page.context().clearCookies()
  await phone.page.goto(new URL(links[way] ?? '').pathname)
}

test('a supervisor closes a Thursday: most accept by their mail, some choose, one cancels, one must be called', async () => {
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
  expect(await wordsIn(page.locator('.happens__one').first())).toContain(
    `${people} turnos reservados`,
  )
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
  served.mailAnswers({ outcome: 'refused', code: '550' }, bounces)
  await test_.sendMails()
  served.mailAnswers(null)

  for (let person = 1; person <= accepting; person += 1) {
    await followMail(mail, phone, person, 0)
    await meet(phone, phone.t('relocation:answer.title'))
    if (person === 1) await pictures(phone, 'cierre-4-propuesta')
    await press(phone, phone.t('relocation:answer.yes'))
    await phone.page.waitForURL(/cambiado=1$/)
    if (person === 1) await pictures(phone, 'cierre-5-aceptada')
    expect(await wrongs(test_)).toEqual([])
  }
  expect(await wordsIn(phone.page.locator('main'))).toContain('de diciembre')

  for (let person = accepting + 1; person < cancelling; person += 1) {
    await followMail(mail, phone, person, 1)
    await meet(phone, phone.t('relocation:choose.title'))
    await phone.page.locator('a.hour:visible').last().click()
    await press(phone, phone.t('booking:time.yes'))
    await phone.page.waitForURL(/cambiado=1$/)
    expect(await wrongs(test_)).toEqual([])
  }

  await followMail(mail, phone, cancelling, 2)
  await press(phone, phone.t('turno:cancel.yes'))
  await meet(phone, phone.t('turno:cancelled.title'))
  expect(await wrongs(test_)).toEqual([])

  await page.reload()
  expect(await wordsIn(page.locator('.progress--done dd'))).toBe(String(people - 1))
  expect(await wordsIn(page.locator('.progress--care dd'))).toBe('1')
  expect(await wordsIn(page.locator('.standing--care').first())).toContain('Su correo no recibe')
  await pictures(desk, 'cierre-6-quien-respondio')
  for (const { visit } of [desk, phone]) {
    expect([visit.complaints, visit.strangers]).toEqual([[], []])
  }
  for (const reader of [desk, phone, mail]) await reader.close()
}, 300_000)
