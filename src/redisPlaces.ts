import type { Redis } from 'ioredis'
import { startPrivateRedis } from '../jobs/redisServer.ts'
import { type Wire, wireOver } from './attendance/wire.ts'
import type { Config } from './config.ts'
import { say } from './say.ts'

/** How long a page may wait for the shared counters before it counts for itself. */
const limitsPatienceMs = 200

/** Where Redis is for the jobs, and a connection for the shared limits where several machines share. */
export type RedisPlaces = {
  /** A URL or a socket's path; null where there is none, which costs nothing but a little delay. */
  address: string | null
  limits: Redis | null
  /** Tells the other processes that something changed; null where one process is all there is. */
  wire: Wire | null
  close(): Promise<void>
}

/**
 * The Redis that was configured; else, in demo mode, a private one where a server is installed. One
 * that does not start is said in one line, and the application goes on without.
 */
export async function redisPlaces(config: Config): Promise<RedisPlaces> {
  if (config.redisUrl) {
    const { Redis } = await import('ioredis')
    const limits = new Redis(config.redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: limitsPatienceMs,
    })
    // The limits count in memory meanwhile; ioredis connects again by itself.
    limits.on('error', () => undefined)
    const wire = wireOver(limits)
    const close = async () => {
      wire.close()
      limits.disconnect()
    }
    return { address: config.redisUrl, limits, wire, close }
  }
  const none = { address: null, limits: null, wire: null, close: async () => undefined }
  if (!config.demo || !config.redisServer) return none
  try {
    const redis = await startPrivateRedis({
      folder: config.dataDir,
      executable: config.redisServer,
    })
    return { address: redis.path, limits: null, wire: null, close: () => redis.stop() }
  } catch (error) {
    say(`Going on without Redis: ${error instanceof Error ? error.message : 'it did not start.'}`)
    return none
  }
}
