import type { RequestHandler } from 'express'
import { type Logger, pino } from 'pino'
import type { Clock } from '../clock.ts'
import { contextOf } from './context.ts'

/**
 * The structured log, to standard output or where `to` takes it. Only what is listed where it is
 * written goes in: never a body or a header.
 */
export function createLog(level: string, to?: { write(line: string): void }): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return to ? pino(options, to) : pino(options)
}

/**
 * One line per request: method, the route's pattern (a URL may hold a reference), status, time. Health
 * checks and assets are left out.
 */
export function requestLog(log: Logger, clock: Clock): RequestHandler {
  return (request, response, next) => {
    if (/^\/(assets|salud)\//.test(request.path)) return next()
    const began = performance.now()
    response.on('finish', () => {
      const route: unknown = request.route
      log.info({
        at: clock.now(),
        request: contextOf(request).id,
        method: request.method,
        route: patternOf(route),
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
      })
    })
    next()
  }
}

function patternOf(route: unknown): string {
  const path =
    typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined
  return typeof path === 'string' ? path : 'none'
}
