import { expect, test } from '@jest/globals'
import { demonstration } from '../../src/demonstration.ts'
import { startTestApp } from '../support/app.ts'
import { staffBrowser } from './people.ts'

test('every start of the demonstration hands out links for an admin, a supervisor and a clerk', async () => {
  const test_ = await startTestApp()
  const { services } = test_
  const first = await demonstration.signInLinks(services)
  const second = await demonstration.signInLinks(services)
  expect(second.map(({ name }) => name)).toEqual(['Administración', 'Supervisión', 'Ventanilla'])
  const accounts = await services.staff.accounts.all()
  expect(accounts.map(({ roles }) => roles.map(({ role }) => role).sort())).toEqual([
    ['admin'],
    ['supervisor'],
    ['reception', 'window'],
  ])
  for (const { path } of first) await staffBrowser(test_).get(path).expect(404)
  for (const { path, name } of second) {
    const browser = staffBrowser(test_)
    expect((await browser.post(path)).status).toBe(303)
    expect((await browser.get('/personal/cuenta').expect(200)).text).toContain(name)
  }
  await test_.stop()
})
