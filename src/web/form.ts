import type { Request, RequestHandler } from 'express'
import express from 'express'
import createError from 'http-errors'

/** Larger than any form of ours with every field at its limit. */
const mostBytes = '32kb'
const mostFields = 60

/** Reads urlencoded forms, nothing else: another content type with a body is refused (415). */
export function forms(): RequestHandler[] {
  return [
    (request, _response, next) => {
      if (request.is('application/x-www-form-urlencoded') === false) {
        return next(createError(415, 'Not a form'))
      }
      next()
    },
    express.urlencoded({ extended: false, limit: mostBytes, parameterLimit: mostFields }),
  ]
}

/**
 * One field of a form as the person typed it. A field that is absent, repeated, or not text is empty:
 * the page then says what is missing, as for any other empty field. Zero bytes, which no keyboard
 * makes and PostgreSQL does not store, are left out.
 */
export function field(request: Request, name: string): string {
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const value: unknown = Reflect.get(body, name)
  return textOf(value)
}

/** One parameter of the query, under the same rule. */
export function parameter(request: Request, name: string): string {
  const value = request.query[name]
  return textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}
