import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { within } from './within.ts'

/** Where Redis is: `redis://…`, `rediss://…`, or the path of a Unix socket. */
export type RedisAddress = string

export type JobLog = Pick<Logger, 'info' | 'warn' | 'error'>

/** How long a producer waits for an answer. */
const producerPatienceMs = 1000

const patience: RedisOptions = {
  retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), 2000),
  connectTimeout: 5000,
  disconnectTimeout: 200,
}

/**
 * For those who put work in: fails at once where Redis is away, and after a second where it does
 * not answer, since the work is safe in the database anyway.
 */
export function producerConnection(address: RedisAddress, log: JobLog): Redis {
  return watched(
    new Redis(address, {
      ...patience,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: producerPatienceMs,
    }),
    log,
  )
}

/** For those who wait for work: waits as long as it takes, as BullMQ demands. */
export function workerConnection(address: RedisAddress, log: JobLog): Redis {
  return watched(new Redis(address, { ...patience, maxRetriesPerRequest: null }), log)
}

/** Says once that Redis is away and once that it is back; without a listener an error would end us. */
function watched(connection: Redis, log: JobLog): Redis {
  let away = false
  connection.on('error', (error: Error) => {
    if (away) return
    away = true
    log.warn({ code: codeOf(error) }, 'Redis cannot be reached; mails leave without it')
  })
  connection.on('ready', () => {
    if (away) log.info('Redis is back')
    away = false
  })
  return connection
}

/** A name for logs: ECONNREFUSED and the like. The text of an error may hold an address with a password. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** What became of a question to Redis; `code` is for logs. */
export type Asked = { ok: true } | { ok: false; code: string }

/** Waits for Redis's answer, a second at most: one that is stopped hangs rather than refuses. */
export async function askRedis(answer: Promise<unknown>): Promise<Asked> {
  let failure: string | null = null
  const heard = answer.catch((error: unknown) => {
    failure = codeOf(error)
  })
  const inTime = await within(heard, producerPatienceMs)
  if (!inTime) return { ok: false, code: 'silent' }
  return failure === null ? { ok: true } : { ok: false, code: failure }
}
