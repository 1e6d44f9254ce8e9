import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless } from '../support/browserless.ts'
import { lukasz, maria } from '../support/people.ts'
import { recordStatements, wholeReads } from '../support/statements.ts'
import { walkTo } from '../support/walks.ts'

const statements = recordStatements()

let test_: TestApp
let browser: Browserless
beforeAll(async () => {
  test_ = await startTestApp()
  browser = browserless(test_)
})
afterAll(() => test_.stop())

const wholly = () => wholeReads(test_.services.config.databaseUrl, statements)

test('no step from the first page to a cancelled turno reads a growing table from end to end', async () => {
  await browser.visit('/')
  await walkTo({ test_, browser, person: maria }, 'resumen')
  await browser.submit({}, 'Confirmar')
  await test_.sendMails()
  await walkTo({ test_, browser: browserless(test_), person: lukasz }, 'resumen')
  const { jobs, booking, clock } = { ...test_.services, ...test_ }
  await booking.tidyHolds()
  await jobs.drafts.purge(clock.now())
  expect(browser.page().url).toMatch(/^\/turnos\/[A-Z0-9-]+/)
  await browser.visit(`${browser.page().url.split('?')[0]}/cancelacion`)
  await browser.submit({}, 'Sí, cancelar')
  await browser.visit('/mi-turno')
  expect(statements.size).toBeGreaterThan(40)
  expect(wholly()).toEqual([])
})

test('one that does is found', () => {
  const text = 'select * from turnos where holder_key = ? and status in (?, ?)'
  expect(wholeReads(test_.services.config.databaseUrl, [text])).toEqual([text])
})
