import type { RequestHandler } from 'express'
import { networkOf } from './limits.ts'

/**
 * How many streams of a kind one network may hold open at a time in one process. A whole waiting room is
 * behind one address, with everybody's phone in it; a building has some displays, and no more.
 */
const usual = { place: 500, display: 20 } as const

export type StreamKind = keyof typeof usual

/** When whoever was refused may ask again. Until then their page looks by itself. */
const retryAfterSeconds = 30

/**
 * Keeps one network from holding open what a process can hold for all: beyond its share it is answered
 * 429, without a stream, and the page looks every two seconds instead.
 */
export function createOpenStreams(most: Record<StreamKind, number> = usual) {
  const open = new Map<string, number>()
  return function cap(kind: StreamKind): RequestHandler {
    return (request, response, next) => {
      // Gone already: its close was told before, and would never be subtracted.
      if (response.destroyed) return
      const key = `${kind} ${networkOf(request)}`
      const before = open.get(key) ?? 0
      if (before >= most[kind]) {
        const wait = { 'Retry-After': String(retryAfterSeconds), 'Cache-Control': 'no-store' }
        return void response.status(429).set(wait).end()
      }
      open.set(key, before + 1)
      response.once('close', () => {
        const left = (open.get(key) ?? 1) - 1
        if (left === 0) open.delete(key)
        else open.set(key, left)
      })
      next()
    }
  }
}
