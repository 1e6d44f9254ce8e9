import type { Redis } from 'ioredis'
import {
  type Asked,
  askRedis,
  type JobLog,
  producerConnection,
  type RedisAddress,
  workerConnection,
} from './connections.ts'
import { startPulse } from './pulse.ts'
import { openQueues } from './queues.ts'
import { runIfDue } from './recurring.ts'
import { redisWarnings } from './redisWarnings.ts'
import { relay } from './relay.ts'
import type { Recurring } from './schedule.ts'
import { upsertSchedulers } from './schedulers.ts'
import type { JobServices } from './services.ts'
import { within } from './within.ts'
import { startWorkers, type Workers } from './workers.ts'

const relayMs = 1000
const schedulersMs = 60_000
const closeMs = 1000

/** How the jobs are, as readiness tells it. */
export type JobsHealth = {
  redis: 'none' | 'ready' | 'unreachable'
  /** What an operator should change about Redis, one sentence each. */
  warnings: string[]
}

export type QueueSideParts = {
  redis: RedisAddress
  services: JobServices
  log: JobLog
  /** Whether this process takes jobs too, or only puts them in. */
  works: boolean
  schedule: readonly Recurring[]
  /** How many codes, and how many other mails, may be on their way at once. */
  codesAtOnce: number
  othersAtOnce: number
  /** What each delivery of anything but a code waits for first. */
  standBack: () => Promise<void>
  finishMs: number
  onError: (error: unknown) => void
}

/** The jobs' conversation with Redis. */
export type QueueSide = {
  /** After a commit with messages: wakes whoever waits for work. */
  nudge(): void
  health(): JobsHealth
  close(): Promise<void>
}

/** Everything that speaks to Redis. None of it is needed for a mail to arrive. */
export function startQueueSide(parts: QueueSideParts): QueueSide {
  const { redis, services, log, works, schedule, onError } = parts
  const { database, clock, messages } = services
  const producing = producerConnection(redis, log)
  const queues = openQueues(producing)
  let answers = true
  let warnings: string[] = []

  /** A Redis that is away is no error of ours: it is noted, and the next round asks again. */
  async function round(question: () => Promise<Asked>) {
    if (producing.status !== 'ready') return
    const asked = await question()
    if (!asked.ok && answers) {
      log.warn({ code: asked.code }, 'Redis does not answer; mails leave without it')
    }
    answers = asked.ok
  }

  async function check(): Promise<Asked> {
    const asked = redisWarnings(producing).then((found) => {
      warnings = found
      for (const warning of warnings) log.warn(warning)
    })
    return askRedis(asked)
  }

  const relaying = startPulse({
    everyMs: relayMs,
    round: () => round(() => relay({ database, clock, store: messages.store, queues })),
    onError,
  })
  const scheduling = works
    ? startPulse({
        everyMs: schedulersMs,
        round: () => round(() => upsertSchedulers(queues, schedule)),
        onError,
      })
    : null
  producing.on('ready', () => {
    round(check).catch(onError)
    scheduling?.nudge()
    relaying.nudge()
  })
  const workers = works ? startTaking(parts) : null

  return {
    nudge: relaying.nudge,
    health: (): JobsHealth => ({
      redis: answers && producing.status === 'ready' ? 'ready' : 'unreachable',
      warnings,
    }),
    /** Workers before queues before connections. */
    async close() {
      await Promise.all([relaying.stop(), scheduling?.stop()])
      await workers?.close(parts.finishMs)
      await within(Promise.all(Object.values(queues).map((queue) => queue.close())), closeMs)
      workers?.connection.disconnect()
      producing.disconnect()
    },
  }
}

function startTaking(parts: QueueSideParts): Workers & { connection: Redis } {
  const { redis, services, log, schedule, standBack } = parts
  const connection = workerConnection(redis, log)
  const runByName = async (name: string) => {
    const work = schedule.find((one) => one.name === name)
    if (work) await runIfDue(work, services, 0)
  }
  const { deliver } = services.messages
  const mail = async (id: string) => {
    await standBack()
    return deliver(id)
  }
  const workers = startWorkers({
    connection,
    handlers: { codes: deliver, mail, holds: runByName, housekeeping: runByName },
    concurrency: {
      codes: parts.codesAtOnce,
      mail: parts.othersAtOnce,
      holds: 1,
      housekeeping: 1,
    },
    log,
  })
  return { ...workers, connection }
}
