import { expect, test } from '@jest/globals'
import { createApp } from '../../src/app.ts'
import type { Mailbox } from '../../src/messages/builtIn/mailbox.ts'
import { behindStaffPages, files, publicStates, workStates } from '../browser/states/all.ts'
import { routesOf } from '../browser/states/routes.ts'
import { startTestApp } from '../support/app.ts'

const emptyMailbox: Mailbox = {
  list: async () => [],
  find: async () => null,
  attachment: async () => null,
}

test('every route has its row among the states that a browser sees', async () => {
  const test_ = await startTestApp()
  const routes = routesOf(createApp({ ...test_.services, mailbox: emptyMailbox }))
  await test_.stop()
  const rows = [
    ...[...publicStates, ...workStates].flatMap((state) => state.routes),
    ...files.map(({ route }) => route),
    ...behindStaffPages,
  ]
  expect(routes.length).toBeGreaterThan(30)
  expect(routes.filter((route) => !rows.includes(route))).toEqual([])
  expect(rows.filter((row) => !routes.includes(row))).toEqual([])
})
