import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import createError, { isHttpError } from 'http-errors'
import type { Logger } from 'pino'
import { isUnavailable } from '../../db/errors.ts'
import { type Clock, later } from '../clock.ts'
import { contextOf, hasContext } from './context.ts'
import { ownPath, type Pages } from './pages.ts'
import { type ErrorView, errorStatuses } from './viewModels.ts'

/** Seconds after which a person may try again while the database cannot serve. */
const unavailableSeconds = 10

/** What nothing else answered. */
export const notFound: RequestHandler = (_request, _response, next) => next(createError(404))

/** The one place where an error becomes a page: it says what happened and what to do, hides the rest. */
export function errorPage(pages: Pages, clock: Clock, log: Logger): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const { status, retrySeconds } = judge(error)
    // What fails before anything is known of the visitor still gets an answer.
    if (!hasContext(request)) return bareAnswer(response, status)
    const { id } = contextOf(request)
    if (status >= 500) log.error({ request: id, status, err: error }, 'Request failed')
    if (retrySeconds !== null) response.set('Retry-After', String(retrySeconds))
    const view: Omit<ErrorView, 'page'> = {
      status,
      id: status >= 500 ? id : null,
      retryAt:
        retrySeconds === null
          ? null
          : { at: later(clock.now(), { seconds: retrySeconds }), zone: 'America/Guayaquil' },
      againUrl: againUrl(request, status),
    }
    try {
      await pages.send(request, response, 'web/error', view, status)
    } catch (second) {
      log.error({ request: id, err: second }, 'The error page failed')
      bareAnswer(response, status)
    }
  }
}

type Judgement = { status: ErrorView['status']; retrySeconds: number | null }

function judge(error: unknown): Judgement {
  // A line that breaks has the same code whether it is the sender's or the database's.
  const sendersOwn = isHttpError(error) && error.status < 500
  if (!sendersOwn && isUnavailable(error)) {
    return { status: 503, retrySeconds: unavailableSeconds }
  }
  const given = isHttpError(error) ? error.status : statusOf(error)
  const status = errorStatuses.find((known) => known === given) ?? (given < 500 ? 400 : 500)
  const retryAfter: unknown =
    typeof error === 'object' && error !== null && 'retryAfter' in error ? error.retryAfter : null
  const retrySeconds =
    typeof retryAfter === 'number' ? retryAfter : status === 503 ? unavailableSeconds : null
  return { status, retrySeconds }
}

/** Express and its parsers mark a client's mistake with a `status` below 500. */
function statusOf(error: unknown): number {
  if (error instanceof URIError) return 400
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 500
}

function againUrl(request: Request, status: number): string | null {
  const worthwhile = status === 429 || status >= 500
  return worthwhile && request.method === 'GET' ? ownPath(request) : null
}

/** Without database or templates there is still an answer. */
function bareAnswer(response: Response, status: number): void {
  const text = status < 500 ? bareTexts.refused : bareTexts.away
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(text)
}

const bareTexts = {
  refused:
    'No entendemos lo que pide su navegador.\nWe do not understand what your browser asks for.\n',
  away: 'El servicio no está disponible. Intente en unos minutos.\nPlease try again shortly.\n',
}
