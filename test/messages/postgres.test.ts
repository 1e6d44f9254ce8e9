import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runIfDue } from '../../jobs/recurring.ts'
import { schedule } from '../../jobs/schedule.ts'
import { jobServices } from '../jobs/ground.ts'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'
import { codeMessage, type Ground, ground } from './ground.ts'
import { type MailServer, startMailServer } from './mailServer.ts'

let server: MailServer
let postgres: FreshPostgres
let g: Ground

beforeAll(async () => {
  server = await startMailServer()
  postgres = await freshPostgres()
  g = await ground({ smtpUrl: server.url, databaseUrl: postgres.url })
}, 60_000)
afterAll(async () => {
  await g.close()
  await postgres.drop()
  await server.stop()
})

test('on PostgreSQL one of many sends, and the row says so', async () => {
  await g.write(codeMessage())
  await g.write(codeMessage())
  const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => g.deliver('code-1')))
  expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1)
  expect(server.inbox).toHaveLength(1)
  expect(await g.row('code-1')).toMatchObject({ status: 'sent', secret: null, attempts: 1 })
})

test('on PostgreSQL a try that failed is due again, and counted', async () => {
  server.behave('later')
  await g.write(codeMessage({ id: 'code-2' }))
  expect(await g.deliver('code-2')).toBe('retry')
  const later = '2026-11-24T13:00:02.000Z'
  expect(await g.store.due(g.database.read, g.clock.now(), g.clock.now(), 9)).toEqual([])
  expect(await g.store.due(g.database.read, later, later, 9)).toEqual([
    { id: 'code-2', kind: 'code', attempts: 1 },
  ])
})

test('on PostgreSQL recurring work is done by one', async () => {
  const services = jobServices(g)
  for (const work of schedule) {
    const ran = await Promise.all([1, 2, 3, 4].map(() => runIfDue(work, services, 0)))
    expect(ran.filter(Boolean)).toHaveLength(1)
  }
  expect([services.tidied, services.purged].map(({ length }) => length)).toEqual([1, 1])
})
