import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import { newSecret } from '../keys/codes.ts'
import { type KeyedHash, sameText } from '../keys/keyedHash.ts'
import { contextOf } from './context.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The token for the forms of one page: bound to the browser's cookie, other bytes on every page. */
export function csrfToken(hash: KeyedHash, request: Request): string {
  const salt = newSecret()
  return `${salt}.${proof(hash, request, salt)}`
}

/** Refuses (403) every unsafe request whose form does not carry a token of this browser. */
export function requireCsrfToken(hash: KeyedHash): RequestHandler {
  return (request, _response, next) => {
    if (safeMethods.has(request.method)) return next()
    const body: unknown = request.body
    const token =
      typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined
    if (typeof token !== 'string') return next(createError(403, 'No CSRF token'))
    const [salt = '', given = ''] = token.split('.')
    if (!sameText(proof(hash, request, salt), given)) {
      return next(createError(403, 'A CSRF token that is not ours'))
    }
    next()
  }
}

/**
 * Refuses (403) unsafe requests that another site made, by Fetch Metadata and by Origin, where the
 * browser sends them. One that sends neither is left to the CSRF token.
 */
export function sameOriginOnly(origins: (request: Request) => string[]): RequestHandler {
  return (request, _response, next) => {
    if (safeMethods.has(request.method)) return next()
    const site = request.get('Sec-Fetch-Site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return next(createError(403, 'A request from another site'))
    }
    const origin = request.get('Origin')
    if (origin !== undefined && !origins(request).includes(origin)) {
      return next(createError(403, 'A request from another origin'))
    }
    next()
  }
}

function proof(hash: KeyedHash, request: Request, salt: string): string {
  return hash('csrf', `${contextOf(request).browserSecret}|${salt}`)
}
