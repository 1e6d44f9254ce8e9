import compression from 'compression'
import type { RequestHandler } from 'express'

/**
 * Compresses what is answered, for whoever takes it. Others, such as a proxy that compresses by itself,
 * are spared the detour.
 */
export function compressed(): RequestHandler {
  const compress = compression()
  return (request, response, next) => {
    if (request.headers['accept-encoding'] !== undefined) return compress(request, response, next)
    // Nothing before here varies by anything, so there is no list to look through.
    response.setHeader('Vary', 'Accept-Encoding')
    next()
  }
}
