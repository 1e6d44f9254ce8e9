import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runIfDue } from '../../jobs/recurring.ts'
import { type Recurring, schedule } from '../../jobs/schedule.ts'
import { codeMessage, type Ground, ground, morning } from '../messages/ground.ts'
import { jobServices } from './ground.ts'

let g: Ground
let services: ReturnType<typeof jobServices>

beforeEach(async () => {
  g = await ground({ smtpUrl: 'smtp://127.0.0.1:9' })
  services = jobServices(g)
})
afterEach(() => g.close())

function named(name: string): Recurring {
  const work = schedule.find((one) => one.name === name)
  if (!work) throw new Error(`No work ${name}`)
  return work
}

describe('recurring work', () => {
  test('is done by one of many who see it due', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => runIfDue(named('expire-holds'), services, 0)))
    expect(ran.filter(Boolean)).toHaveLength(1)
    expect(services.tidied).toEqual([morning])
    expect(await services.runs.find(g.database.read, 'expire-holds')).toMatchObject({
      lastRunAt: morning,
      lastCount: 1,
      leasedUntil: null,
    })
  })

  test('comes back when its time is over, to the second', async () => {
    const work = named('expire-holds')
    await runIfDue(work, services, 0)
    g.clock.advance({ seconds: 27 })
    expect(await runIfDue(work, services, 0)).toBe(false)
    g.clock.advance({ seconds: 1 })
    expect(await runIfDue(work, services, 0)).toBe(true)
  })

  test('waits for BullMQ to come first', async () => {
    const work = named('expire-holds')
    await runIfDue(work, services, 0)
    g.clock.advance({ seconds: 30 })
    expect(await runIfDue(work, services, 5)).toBe(false)
    g.clock.advance({ seconds: 3 })
    expect(await runIfDue(work, services, 5)).toBe(true)
  })

  test('that threw is tried again when its claim lapses', async () => {
    const work = named('purge-drafts')
    const broken = { ...services, drafts: { purge: () => Promise.reject(new Error('disk full')) } }
    await expect(runIfDue(work, broken, 0)).rejects.toThrow('disk full')
    g.clock.advance({ seconds: 59 })
    expect(await runIfDue(work, services, 0)).toBe(false)
    g.clock.advance({ seconds: 1 })
    expect(await runIfDue(work, services, 0)).toBe(true)
    expect(services.purged).toHaveLength(1)
  })

  test('forgets messages a month after their end, and none before', async () => {
    await g.write(codeMessage({ id: 'ended' }))
    await g.write(codeMessage({ id: 'waiting', notAfter: '2027-12-01T00:00:00.000Z' }))
    await g.deliver('ended', { letter: async () => null })
    g.clock.advance({ days: 30 })
    await runIfDue(named('purge-messages'), services, 0)
    expect(await g.row('ended')).not.toBeNull()
    g.clock.advance({ hours: 1 })
    await runIfDue(named('purge-messages'), services, 0)
    expect(await g.row('ended')).toBeNull()
    expect(await g.row('waiting')).not.toBeNull()
  })
})

test('every recurring work has its own name', () => {
  expect(new Set(schedule.map(({ name }) => name)).size).toBe(schedule.length)
})
