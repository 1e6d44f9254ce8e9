import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { producerConnection } from '../../jobs/connections.ts'
import { openQueues } from '../../jobs/queues.ts'
import { relay } from '../../jobs/relay.ts'
import { schedule } from '../../jobs/schedule.ts'
import { upsertSchedulers } from '../../jobs/schedulers.ts'
import { type Jobs, startJobs } from '../../jobs/start.ts'
import { code, codeMessage, type Ground, ground, maria, until } from '../messages/ground.ts'
import { type MailServer, startMailServer } from '../messages/mailServer.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { jobServices } from './ground.ts'

let server: MailServer
let redis: TestRedis
let g: Ground
let killed = false
const open: Jobs[] = []

beforeAll(async () => {
  server = await startMailServer()
  redis = await startRedis()
})
afterAll(async () => {
  await redis.stop()
  await server.stop()
})
beforeEach(async () => {
  server.behave('take')
  server.inbox.length = 0
  await redis.flush()
  g = await ground({ smtpUrl: server.url })
})
afterEach(async () => {
  redis.resume()
  // One that was killed comes back first: leaving it behind in peace is what BullMQ is quick at.
  if (killed) await redis.restart()
  killed = false
  await Promise.all(open.splice(0).map((jobs) => jobs.close()))
  await g.close()
})

async function kill() {
  killed = true
  await redis.kill()
}

type Changes = { works?: boolean; standBack?: () => Promise<void> }

function start(changes: Changes = {}): Jobs {
  const jobs = startJobs({ redis: redis.url, services: jobServices(g), log: g.log, ...changes })
  g.onNudge(jobs.nudge)
  open.push(jobs)
  return jobs
}

async function started(changes: Changes = {}): Promise<Jobs> {
  const jobs = start(changes)
  await until('Redis', () => jobs.health().redis === 'ready')
  return jobs
}

async function write(id: string) {
  await g.write(codeMessage({ id }))
  g.outbox.committed()
}

/** All that Redis holds, as text. */
async function dump(): Promise<string> {
  const client = new Redis(redis.path)
  const parts: string[] = []
  for (const key of await client.keys('*')) {
    const kind = await client.type(key)
    if (kind === 'hash') parts.push(key, JSON.stringify(await client.hgetall(key)))
    if (kind === 'list') parts.push(key, ...(await client.lrange(key, 0, -1)))
    if (kind === 'zset') parts.push(key, ...(await client.zrange(key, 0, -1)))
    if (kind === 'stream') parts.push(key, JSON.stringify(await client.xrange(key, '-', '+')))
    if (kind === 'string') parts.push(key, (await client.get(key)) ?? '')
  }
  client.disconnect()
  return parts.join('\n')
}

describe('with Redis', () => {
  test('a BullMQ worker sends, before the sweeper would', async () => {
    // The clock stands still, so for the sweeper the message is never due for five seconds.
    await started()
    await write('code-1')
    await until('its end', async () => (await g.row('code-1'))?.status === 'sent')
    expect(server.inbox).toHaveLength(1)
    expect(await g.row('code-1')).toMatchObject({ attempts: 1 })
  })

  test('two processes send one message once', async () => {
    await Promise.all([started(), started()])
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(write))
    await until('five mails', () => server.inbox.length >= 5)
    await Promise.all(open.splice(0).map((jobs) => jobs.close()))
    expect(server.inbox.map((mail) => mail.messageId).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((id) => `<${id}@institucion.example>`),
    )
  })

  test('what nobody sits and waits for stands back, however much there is; a code does not', async () => {
    let mayGo = () => {}
    let stood = 0
    const gate = new Promise<void>((go) => {
      mayGo = go
    })
    await started({
      standBack: () => {
        stood += 1
        return gate
      },
    })
    for (let n = 1; n <= 20; n += 1) {
      await g.write(codeMessage({ id: `turno-${n}`, kind: 'confirmation' }))
    }
    g.outbox.committed()
    await until('as many as may', () => stood === 12)
    await write('code-1')
    await until('the code', () => server.inbox.length === 1)
    expect(await g.row('turno-1')).toMatchObject({ status: 'queued', attempts: 0 })
    mayGo()
    await until('all the others', () => server.inbox.length === 21)
  })

  test('a retry is another wake-up', async () => {
    server.behave('later')
    await started()
    await write('code-1')
    await until('the first try', async () => (await g.row('code-1'))?.reason === 'unreachable')
    server.behave('take')
    g.clock.advance({ seconds: 2 })
    await until('its end', async () => (await g.row('code-1'))?.status === 'sent')
    expect(await g.row('code-1')).toMatchObject({ attempts: 2 })
  })

  test('nothing of a person reaches Redis', async () => {
    await started({ works: false })
    await write('code-1')
    await until('the wake-up', async () => (await dump()).includes('m-code-1-0'))
    const text = await dump()
    expect(text.replaceAll('\\', '')).toContain('"data":"{"id":"code-1"}"')
    for (const personal of [maria, 'correo.example', code, 'draft-1']) {
      expect(text).not.toContain(personal)
    }
  })

  test('copying a message twice wakes once', async () => {
    const connection = producerConnection(redis.url, g.log)
    await until('Redis', () => connection.status === 'ready')
    const queues = openQueues(connection)
    await g.write(codeMessage())
    const parts = { database: g.database, store: g.store, clock: g.clock, queues }
    await Promise.all([relay(parts), relay(parts), relay(parts)])
    expect(await queues.codes.getJobCountByTypes('waiting', 'prioritized', 'delayed')).toBe(1)
    connection.disconnect()
  })

  test('recurring work is called for by BullMQ, again after FLUSHALL', async () => {
    const connection = producerConnection(redis.url, g.log)
    await until('Redis', () => connection.status === 'ready')
    const queues = openQueues(connection)
    const known = async () =>
      (await queues.housekeeping.getJobSchedulers()).map(({ key, every }) => `${key} ${every}`)
    const expected = [
      'carry-on-relocations 60000',
      'close-days 900000',
      'end-past-days 1800000',
      'purge-drafts 600000',
      'purge-messages 3600000',
      'sample-leads 300000',
    ]
    await upsertSchedulers(queues, schedule)
    await upsertSchedulers(queues, schedule)
    expect((await known()).sort()).toEqual(expected)
    await redis.flush()
    expect(await known()).toEqual([])
    await upsertSchedulers(queues, schedule)
    expect((await known()).sort()).toEqual(expected)
    connection.disconnect()
  })

  test('recurring work runs when BullMQ calls', async () => {
    const services = jobServices(g)
    open.push(startJobs({ redis: redis.url, services, log: g.log }))
    // Due just now, so for the process's own rounds it is five seconds too early.
    await until('its run', () => services.tidied.length === 1)
  })
})

describe('Redis is an accelerator', () => {
  test.each(['killed', 'frozen'])('%s, it does not keep us from closing', async (state) => {
    const jobs = await started()
    if (state === 'killed') await kill()
    else redis.freeze()
    const from = performance.now()
    await jobs.close()
    expect(performance.now() - from).toBeLessThan(6000)
  })

  test('FLUSHALL between outbox and worker loses no mail', async () => {
    const web = await started({ works: false })
    await write('code-1')
    await until('the wake-up', async () => (await dump()).includes('m-code-1-0'))
    await web.close()
    await redis.flush()
    await started()
    await until('the mail', () => server.inbox.length === 1)
  })

  test('killed in the middle, the sweeper sends', async () => {
    const jobs = await started()
    await kill()
    await until('the loss', () => jobs.health().redis === 'unreachable')
    await write('code-1')
    g.clock.advance({ seconds: 4 })
    expect(server.inbox).toHaveLength(0)
    g.clock.advance({ seconds: 1 })
    await until('the mail', () => server.inbox.length === 1)
  })

  test('frozen, it holds nobody up', async () => {
    const jobs = await started()
    redis.freeze()
    await write('code-1')
    await until('the silence', () => jobs.health().redis === 'unreachable')
    g.clock.advance({ seconds: 5 })
    await until('the mail', () => server.inbox.length === 1)
  })

  test('absent at the start, it joins when it comes', async () => {
    await kill()
    const jobs = start()
    expect(jobs.health().redis).toBe('unreachable')
    await write('early')
    g.clock.advance({ seconds: 5 })
    await until('the mail without it', () => server.inbox.length === 1)
    await redis.restart()
    killed = false
    await until('Redis', () => jobs.health().redis === 'ready')
    await write('late')
    await until('the mail through it', () => server.inbox.length === 2)
  })
})

test('a Redis set up to forget is told of in two sentences', async () => {
  const client = new Redis(redis.path)
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
  await client.config('SET', 'appendonly', 'no')
  const jobs = await started()
  await until('the warnings', () => jobs.health().warnings.length > 0)
  expect(jobs.health().warnings).toEqual([
    expect.stringContaining('noeviction'),
    expect.stringContaining('appendonly yes'),
  ])
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  await client.config('SET', 'appendonly', 'yes')
  client.disconnect()
})
