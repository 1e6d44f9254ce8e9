import type { RequestHandler } from 'express'
import createError from 'http-errors'

const known = ['GET', 'HEAD', 'POST']

/** Forms and links need three methods; any other is answered 405, with the three that are known. */
export const knownMethodsOnly: RequestHandler = (request, response, next) => {
  if (known.includes(request.method)) return next()
  response.set('Allow', known.join(', '))
  next(createError(405, 'No such method'))
}
