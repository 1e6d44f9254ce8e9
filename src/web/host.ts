import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

/**
 * Answers only to the host of the public address: a forged Host must not reach a page. Links in mails
 * are built from the setting anyway. Null in demo mode, where one comes by many names of the loopback,
 * and by no other: a site whose name leads here must not read the mailbox.
 */
export function knownHostOnly(publicUrl: string | null): RequestHandler {
  const known = publicUrl === null ? null : new URL(publicUrl).host
  return (request, _response, next) => {
    const host = request.get('Host') ?? ''
    if (known === null ? loopback.test(host) : host === known) return next()
    next(createError(400, 'An unknown host'))
  }
}

/**
 * The origins our own pages may have been loaded from: the public address, and in demo mode also
 * whichever loopback name the browser was sent to (`127.0.0.1` is another origin than `localhost`).
 */
export function ownOrigins(request: Request, publicUrl: string, demo: boolean): string[] {
  const origins = [new URL(publicUrl).origin]
  const host = request.get('Host') ?? ''
  if (demo && loopback.test(host)) {
    origins.push(`http://${host}`)
  }
  return origins
}
