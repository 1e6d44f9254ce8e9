import type { Request, RequestHandler } from 'express'
import express from 'express'
import createError from 'http-errors'
import { wasUpload } from './upload.ts'

/** Larger than any form of the public's with every field at its limit. */
const mostBytes = '32kb'
const mostFields = 60

/**
 * Room for what an admin sends: a procedure in two languages, a table of agencies. A letter of a file in
 * Windows-1252 is nine bytes of a form at most, and the largest file has half a million of them.
 */
const mostBytesLarge = '5mb'
const mostFieldsLarge = 600

/**
 * Reads urlencoded forms, nothing else: another content type with a body is refused (415). `isLarge`
 * says who may send a large one.
 */
export function forms(isLarge: (request: Request) => boolean): RequestHandler[] {
  const small = reader(mostBytes, mostFields)
  const large = reader(mostBytesLarge, mostFieldsLarge)
  return [
    (request, _response, next) => {
      if (request.is('application/x-www-form-urlencoded') === false && !wasUpload(request)) {
        return next(createError(415, 'Not a form'))
      }
      next()
    },
    (request, response, next) => (isLarge(request) ? large : small)(request, response, next),
  ]
}

function reader(limit: string, parameterLimit: number): RequestHandler {
  return express.urlencoded({ extended: false, limit, parameterLimit })
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

/** Every field of a form in the order it was sent; one that is repeated has a row for each value. */
export function fieldsOf(request: Request): { name: string; value: string }[] {
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, sent]: [string, unknown]) =>
    (Array.isArray(sent) ? sent : [sent]).map((value: unknown) => ({ name, value: textOf(value) })),
  )
}

/** All values of a field that may be sent several times, such as boxes ticked. */
export function fieldValues(request: Request, name: string): string[] {
  return fieldsOf(request).flatMap((one) => (one.name === name ? [one.value] : []))
}

/** One parameter of the query, under the same rule. */
export function parameter(request: Request, name: string): string {
  const value = request.query[name]
  return textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}
