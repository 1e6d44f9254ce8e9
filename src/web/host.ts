import type { RequestHandler } from 'express'
import createError from 'http-errors'

/**
 * Answers only to the host of the public address: a forged Host must not reach a page. Links in mails
 * are built from the setting anyway. Null in demo mode, where one comes by many loopback names.
 */
export function knownHostOnly(publicUrl: string | null): RequestHandler {
  const known = publicUrl === null ? null : new URL(publicUrl).host
  return (request, _response, next) => {
    if (known === null || request.get('Host') === known) return next()
    next(createError(400, 'An unknown host'))
  }
}
