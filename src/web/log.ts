import type { RequestHandler } from 'express'
import { destination, type Logger, pino } from 'pino'
import type { Clock } from '../clock.ts'
import { contextOf } from './context.ts'

/**
 * The structured log, to standard output or where `to` takes it. Only what is listed where it is
 * written goes in: never a body or a header.
 */
export function createLog(level: string, to?: { write(line: string): void }): Logger {
  const serializers = { err: described }
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers }
  // A page does not wait until its line is written; what is left is written as the process ends.
  return pino(options, to ?? destination({ sync: false }))
}

/**
 * One line per request once it is over: method, the route's pattern (a URL may hold a reference), status
 * (null where no answer began), time, and `cut` where the other side was gone before all of it was sent,
 * as every live stream ends. Health checks and assets are left out.
 */
export function requestLog(log: Logger, clock: Clock): RequestHandler {
  return (request, response, next) => {
    if (/^\/(assets|salud)\//.test(request.path)) return next()
    const began = performance.now()
    response.on('close', () => {
      const route: unknown = request.route
      log.info({
        at: clock.now(),
        request: contextOf(request).id,
        method: request.method,
        route: patternOf(route),
        status: response.headersSent ? response.statusCode : null,
        ms: Math.round(performance.now() - began),
        ...(response.writableFinished ? {} : { cut: true }),
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

/** Message and stack, never the object: a driver's error may carry the row it failed on. */
function described(error: unknown) {
  if (!(error instanceof Error)) return { message: 'not an Error' }
  const cause = error.cause instanceof Error ? error.cause : null
  const { name } = error
  return {
    name,
    message: safeMessage(cause ?? error),
    code: 'code' in (cause ?? error) ? Reflect.get(cause ?? error, 'code') : undefined,
    stack: (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')),
  }
}

/** Drizzle puts the statement's parameters into its message; they may be personal. */
function safeMessage(error: Error): string {
  return error.message.split('\nparams:')[0]?.slice(0, 500) ?? ''
}
