import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Jobs, startJobs } from '../../jobs/start.ts'
import { codeMessage, type Ground, ground, until } from '../messages/ground.ts'
import { type MailServer, startMailServer } from '../messages/mailServer.ts'
import { jobServices } from './ground.ts'

let server: MailServer
let g: Ground
let jobs: Jobs

beforeAll(async () => {
  server = await startMailServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  server.behave('take')
  server.inbox.length = 0
  // Twenty mails at once may take a busy machine longer than the two seconds of most tests.
  g = await ground({ smtpUrl: server.url, seconds: 20 })
})
afterEach(async () => {
  await jobs.close()
  await g.close()
})

test('a committed message leaves at once', async () => {
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log })
  g.onNudge(jobs.nudge)
  expect(jobs.health()).toEqual({ redis: 'none', warnings: [] })
  await g.write(codeMessage())
  g.outbox.committed()
  await until('the mail', () => server.inbox.length === 1)
})

test('a forgotten nudge costs a round, not the message', async () => {
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log })
  await g.write(codeMessage())
  await until('the mail', () => server.inbox.length === 1)
})

test('a message of a process that ended leaves at the next start', async () => {
  await g.write(codeMessage())
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log })
  await until('the mail', () => server.inbox.length === 1)
})

test('sixteen are sent at once, and all of twenty in the end', async () => {
  let running = 0
  let most = 0
  const services = jobServices(g)
  const deliver = services.messages.deliver
  services.messages.deliver = async (id) => {
    running += 1
    most = Math.max(most, running)
    const outcome = await deliver(id)
    running -= 1
    return outcome
  }
  for (let n = 1; n <= 20; n += 1) await g.write(codeMessage({ id: `code-${n}` }))
  jobs = startJobs({ redis: null, services, log: g.log })
  await until('twenty mails', () => server.inbox.length === 20)
  expect(most).toBe(16)
})

test('what nobody sits and waits for stands back, and leaves room for the codes', async () => {
  const standing: (() => void)[] = []
  const standBack = () =>
    new Promise<void>((go) => {
      standing.push(go)
    })
  for (let n = 1; n <= 20; n += 1) {
    await g.write(codeMessage({ id: `turno-${n}`, kind: 'confirmation' }))
  }
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log, standBack })
  g.onNudge(jobs.nudge)
  await until('as many as may', () => standing.length === 12)
  for (let n = 1; n <= 8; n += 1) await g.write(codeMessage({ id: `code-${n}` }))
  g.outbox.committed()
  await until('eight codes', () => server.inbox.length === 8)
  expect(standing).toHaveLength(12)
  expect(server.inbox.every(({ messageId }) => messageId?.startsWith('<code-'))).toBe(true)
  const letGo = setInterval(() => {
    for (const go of standing.splice(0)) go()
  }, 1)
  const others = until('all the others', () => server.inbox.length === 28)
  await others.finally(() => clearInterval(letGo))
})

test('closing waits for the mail on its way', async () => {
  const held: (() => void)[] = []
  const services = jobServices(g)
  services.messages.deliver = (id) =>
    new Promise<void>((resolve) => {
      held.push(resolve)
    }).then(() => g.deliver(id))
  await g.write(codeMessage())
  jobs = startJobs({ redis: null, services, log: g.log })
  await until('the delivery', () => held.length === 1)
  let closed = false
  const closing = jobs.close().then(() => {
    closed = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(closed).toBe(false)
  for (const release of held) release()
  await closing
  expect(server.inbox).toHaveLength(1)
})

test('a delivery that fails outright does not stop the others', async () => {
  const services = jobServices(g)
  services.messages.deliver = (id) =>
    id === 'broken' ? Promise.reject(new Error('out of memory')) : g.deliver(id)
  await g.write(codeMessage({ id: 'broken' }))
  await g.write(codeMessage({ id: 'sound' }))
  jobs = startJobs({ redis: null, services, log: g.log })
  await until('the mail', () => server.inbox.length === 1)
})

test('a web process whose jobs run elsewhere sends nothing itself', async () => {
  await g.write(codeMessage())
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log, works: false })
  jobs.nudge()
  await jobs.close()
  expect(await g.row('code-1')).toMatchObject({ status: 'queued', attempts: 0 })
})

test('closing waits for the work that runs and begins no other', async () => {
  const done: string[] = []
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const work = (name: string, run: () => Promise<unknown>) => ({
    ...{ name, queue: 'housekeeping' as const, everySeconds: 60 },
    run: async () => {
      await run()
      done.push(name)
      return 1
    },
  })
  let begun = false
  const first = work('first', async () => {
    begun = true
    await held
  })
  const schedule = [first, work('second', async () => undefined)]
  jobs = startJobs({ redis: null, services: jobServices(g), log: g.log, schedule })
  await until('the first', () => begun)
  const closed = jobs.close()
  release()
  await closed
  expect(done).toEqual(['first'])
})
