import { afterEach, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { type Wire, wireOver } from '../../src/attendance/wire.ts'
import { centre, clerks, crowd } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { startRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'
import { dialects } from './dialects.ts'

const nine = '2026-11-24T14:00:00.000Z'
const stop: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of stop.splice(0).reverse()) await end()
})

/** Two processes of one installation on PostgreSQL, and what the second one hears of the centre. */
async function twoProcesses(wires: { own?: Wire; other?: Wire } = {}) {
  const start = async (options: Parameters<typeof startTestApp>[0]) => {
    const test_ = await startTestApp({ dialect: 'postgres', ...options })
    stop.push(() => test_.stop())
    return test_
  }
  const one = await start(wires.own ? { wire: wires.own } : {})
  const two = await start({ beside: one, ...(wires.other ? { wire: wires.other } : {}) })
  const heard: string[] = []
  const ears = { nudge: () => void heard.push('nudge'), end: () => void heard.push('end') }
  stop.push(two.services.attendance.changes.listen(centre, ears))
  return { one, two, heard }
}

const hears = (heard: string[], seconds: number) =>
  until('a nudge from the other process', async () => (heard.length > 0 ? heard : null), seconds)

const pause = ({ services }: TestApp) => services.attendance.day.pause(centre, 'system', 'system')

describe('a change that another process made', () => {
  test('is heard without Redis, by the counter of the day', async () => {
    const { one, two, heard } = await twoProcesses()
    await pause(one)
    expect(await hears(heard, 10)).toEqual(['nudge'])
    // What it told itself is not told a second time by the counter.
    heard.length = 0
    await two.services.attendance.day.resume(centre, 'system')
    expect(heard).toEqual(['nudge'])
    await pause(one)
    await until('the other change', async () => (heard.length > 1 ? heard : null), 10)
    expect(heard).toEqual(['nudge', 'nudge'])
  }, 60_000)

  test('is heard over Redis, and while Redis is away by the counter all the same', async () => {
    const redis = await startRedis()
    stop.push(() => redis.stop())
    const wire = () => {
      const producer = new Redis(redis.url, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: 200,
      })
      producer.on('error', () => undefined)
      const made = wireOver(producer)
      stop.push(() => {
        made.close()
        producer.disconnect()
      })
      return made
    }
    const other = wire()
    const overWire: string[] = []
    other.hear((text) => void overWire.push(text))
    const { one, heard } = await twoProcesses({ own: wire(), other })
    await until('both ends of the wire', async () => {
      await pause(one)
      return overWire.length > 0 ? overWire : null
    })
    expect(overWire[0]).toMatch(/^guayaquil-centro 2026-11-24 \d+$/)
    expect(heard.length).toBeGreaterThan(0)
    await redis.kill()
    heard.length = 0
    await one.services.attendance.day.resume(centre, 'system')
    await hears(heard, 10)
    await redis.restart()
    overWire.length = 0
    await until('the wire to be up again', async () => {
      await pause(one)
      return overWire.length > 0 ? overWire : null
    })
  }, 60_000)
})

describe.each(dialects)('announcements on %s', (dialect) => {
  test('are numbered without gaps, and a display gets all it missed', async () => {
    const test_ = await startTestApp({ dialect })
    stop.push(() => test_.stop())
    const { services, clock } = test_
    const { board, calls } = services.attendance
    const people = Array.from({ length: 30 }, () => ({ arrivedAt: nine, priority: null }))
    await crowd(services, people)
    const all = await clerks(services, 3)
    clock.advance({ hours: 1 })
    await Promise.all(all.map((clerk) => calls.next(clerk)))
    const [first] = all
    const open = first && (await calls.current(first.windowId))
    if (!first || !open) throw new Error('No call')
    clock.advance({ minutes: 1 })
    await calls.recall(first, open.id, 1)
    await calls.recall(first, open.id, 1)
    const numbers = (await board(centre))?.calls.map(({ number }) => number)
    // The recall is number 4; the call it repeats had one of the first three.
    expect(numbers).toHaveLength(3)
    expect(numbers?.[0]).toBe(4)
    for (let n = 0; n < 18; n += 1) {
      const clerk = all[n % 3]
      const now = clerk && (await calls.current(clerk.windowId))
      if (!clerk || !now) throw new Error('No call')
      await calls.noShow(clerk, now.id)
      await calls.next(clerk)
    }
    expect((await board(centre))?.calls).toHaveLength(12)
    const missed = await board(centre, { day: '2026-11-24', number: 4 })
    expect(missed?.calls.map(({ number }) => number)).toEqual(
      Array.from({ length: 18 }, (_, n) => 22 - n),
    )
    const another = await board(centre, { day: '2026-11-23', number: 900 })
    expect(another?.calls.map(({ number }) => number).slice(0, 2)).toEqual([22, 21])
    expect(await board('nowhere')).toBeNull()
  })
})
