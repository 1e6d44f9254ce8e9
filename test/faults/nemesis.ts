import { leaseSeconds } from '../../src/messages/deliver.ts'
import type { TestRedis } from '../support/redis.ts'
import type { Supervised } from './processes.ts'
import type { Sink, SinkMode } from './sink.ts'

/** Something that was done to the machine, from when to when. `to` is open while it lasts. */
export type Fault = { kind: string; target: string; from: number; to: number }

export type NemesisParts = {
  processes: Supervised[]
  redis: TestRedis
  sink: Sink
  /** Breaks a connection of the database for good, where it has any; says whether it did. */
  killBackend: (() => Promise<boolean>) | null
  /** Fills the disk until it is called again; null where we may not. */
  fillDisk: (() => () => void) | null
  /** Milliseconds between two faults, about. */
  everyMs: number
  /** How many pauses beyond the lease there is time for. */
  longPauses: number
  /** What is done every second time; null for nothing in particular. */
  often: string | null
  until: number
}

/** How long harm waits for a process to serve. */
const readyMs = 20_000

type Act = { kind: string; weight: number; run: () => Promise<void> }

/** Does harm until its time is over; everything is whole again when it resolves. */
export async function nemesis(parts: NemesisParts): Promise<Fault[]> {
  const { processes, redis, sink, everyMs, until } = parts
  const faults: Fault[] = []
  const restarts: Promise<void>[] = []
  let longPausesLeft = parts.longPauses

  async function during(kind: string, target: string, work: () => Promise<unknown> | unknown) {
    const fault: Fault = { kind, target, from: Date.now(), to: Number.POSITIVE_INFINITY }
    faults.push(fault)
    await work()
    fault.to = Date.now()
  }

  const wait = (from: number, to: number) => pause(from + Math.random() * (to - from))

  /** Any process, and mostly once it has served a while: harm to one that is only starting shows little. */
  const someone = async () => {
    const one = pick(processes)
    if (Math.random() < 0.8) {
      await Promise.race([one.ready().catch(() => undefined), pause(readyMs)])
      await wait(0, everyMs)
    }
    return one
  }

  const mail = (mode: SinkMode, from: number, to: number) => async () => {
    await during(`mail ${mode}`, 'sink', async () => {
      sink.mode(mode)
      await wait(from, to)
      sink.mode('accept')
    })
  }

  const acts: Act[] = [
    {
      kind: 'kill',
      weight: 8,
      run: async () => {
        const one = await someone()
        if (one.alive()) await during('kill', one.who(), () => one.kill())
      },
    },
    {
      kind: 'pause',
      weight: 3,
      run: async () => {
        const one = await someone()
        const long = longPausesLeft > 0 && Math.random() < 0.3
        if (long) longPausesLeft -= 1
        const ms = long ? (leaseSeconds + 8) * 1000 : 500 + Math.random() * 3_500
        await during(long ? 'long pause' : 'pause', one.who(), () => one.pause(ms))
      },
    },
    {
      kind: 'restart',
      weight: 2,
      run: async () => {
        const one = await someone()
        // Not waited for: coming back takes a while, and the harm goes on.
        if (one.alive()) restarts.push(during('restart', one.who(), () => one.restart()))
      },
    },
    {
      kind: 'redis kill',
      weight: 2,
      run: () =>
        during('redis kill', 'redis', async () => {
          await redis.kill()
          await wait(0, 2_000)
          await redis.restart()
        }),
    },
    {
      kind: 'redis pause',
      weight: 1,
      run: () =>
        during('redis pause', 'redis', async () => {
          redis.freeze()
          await wait(1_000, 4_000)
          redis.resume()
        }),
    },
    {
      kind: 'redis flush',
      weight: 2,
      run: () => during('redis flush', 'redis', () => redis.flush()),
    },
    { kind: 'mail refuse', weight: 2, run: mail('refuse', 1_000, 4_000) },
    { kind: 'mail hang', weight: 1, run: mail('hang', 500, 2_000) },
    { kind: 'mail drop', weight: 1, run: mail('drop-after-data', 300, 1_000) },
    { kind: 'mail slow', weight: 2, run: mail('slow', 1_000, 3_000) },
  ]
  const { killBackend, fillDisk } = parts
  if (killBackend) {
    acts.push({
      kind: 'database kill',
      weight: 2,
      run: () => during('database kill', 'database', killBackend),
    })
  }
  if (fillDisk) {
    acts.push({
      kind: 'disk full',
      weight: 2,
      run: () =>
        during('disk full', 'disk', async () => {
          const empty = fillDisk()
          await wait(1_000, 3_000)
          empty()
        }),
    })
  }

  // A kill, then each kind once in any order, then by weight: a short run meets them all.
  let first = [...shuffled(acts), ...acts.filter(({ kind }) => kind === 'kill')]
  while (Date.now() < until) {
    const wanted = faults.length % 2 === 0 ? acts.find(({ kind }) => kind === parts.often) : null
    const act = wanted ?? first.pop() ?? byWeight(acts)
    await act.run()
    await wait(everyMs * 0.5, everyMs * 1.5)
    if (first.length === 0 && Math.random() < 0.02) first = shuffled(acts)
  }
  sink.mode('accept')
  await Promise.all(restarts)
  return faults
}

function pick<T>(some: readonly T[]): T {
  const one = some[Math.floor(Math.random() * some.length)]
  if (one === undefined) throw new Error('Nothing to pick from.')
  return one
}

function byWeight(acts: Act[]): Act {
  return pick(acts.flatMap((act) => Array<Act>(act.weight).fill(act)))
}

function shuffled(acts: Act[]): Act[] {
  return acts
    .map((act) => ({ act, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ act }) => act)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
