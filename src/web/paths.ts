import type { RequestHandler } from 'express'
import createError from 'http-errors'

/** An address with a zero byte names nothing, and PostgreSQL cannot even be asked about it: 404. */
export const textPathOnly: RequestHandler = (request, _response, next) => {
  next(request.path.includes('%00') ? createError(404, 'A path that is no text') : undefined)
}
