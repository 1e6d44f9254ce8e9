import { isIP } from 'node:net'
import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import type { Redis } from 'ioredis'
import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { MemoryLimiter } from './memoryLimiter.ts'

/**
 * Coarse limits per network address. They are loose, because behind one address there may be a whole
 * Internet café or a mobile operator; what is counted per person is counted in the database.
 */
const perAddress = {
  /** Every request that changes something. */
  change: { points: 600, duration: 10 * 60 },
  /** Asking for a mail. */
  mail: { points: 120, duration: 60 * 60 },
  /** Starting a walk. */
  start: { points: 240, duration: 60 * 60 },
  /** Asking whether a certificate is genuine. Looking counts too. */
  verify: { points: 60, duration: 10 * 60 },
  /** Opening a live stream that anybody may open: a whole waiting room is behind one address. */
  stream: { points: 3000, duration: 10 * 60 },
} as const

/** Mails asked for by everybody together: a circuit breaker, far above any real day. */
const inAll = { points: 20_000, duration: 10 * 60 }

export type LimitName = keyof typeof perAddress

/** What a GET gives away bit by bit is counted as well; it changes nothing else. */
const evenLooking: ReadonlySet<LimitName> = new Set(['verify', 'stream'])

/** The limits as middleware; held in Redis where several machines share them, else in memory. */
export function createLimits(redis: Redis | null) {
  const limiters = Object.fromEntries(
    Object.entries(perAddress).map(([name, limit]) => [name, limiter(redis, name, limit)]),
  )
  const breaker = limiter(redis, 'all', inAll)

  /** Answers 429, with when to come back, once the address has used up its share. */
  return function limit(name: LimitName): RequestHandler {
    return async (request, _response, next) => {
      const looks = request.method === 'GET' || request.method === 'HEAD'
      if (looks && !evenLooking.has(name)) return next()
      try {
        await limiters[name]?.consume(networkOf(request))
        if (name === 'mail') await breaker.consume('all')
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) return next(refusal)
        const seconds = Math.ceil(refusal.msBeforeNext / 1000)
        return next(createError(429, 'Too many requests', { retryAfter: seconds }))
      }
      next()
    }
  }
}

/** Redis counts for everybody; while it does not answer, each process counts for itself. */
function limiter(
  redis: Redis | null,
  name: string,
  limit: { points: number; duration: number },
): RateLimiterAbstract {
  const memory = new MemoryLimiter({ keyPrefix: name, ...limit })
  if (!redis) return memory
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `limit:${name}`,
    insuranceLimiter: memory,
    ...limit,
  })
}

/** The address, or for IPv6 its /64, which is what one subscriber has. */
export function networkOf(request: Request): string {
  // Some proxies write a port behind the address. What is no address at all counts as the proxy's.
  const written = (request.ip ?? '').replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3')
  const ip = isIP(written) === 0 ? (request.socket.remoteAddress ?? 'unknown') : written
  const mapped = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!mapped.includes(':')) return mapped
  const [head = '', tail] = mapped.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
