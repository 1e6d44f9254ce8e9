import type { RequestHandler } from 'express'
import createError from 'http-errors'
import { readLink } from '../../keys/links.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { turnoLinkPurpose } from '../papers.ts'
import { turnoUrl } from './door.ts'

/**
 * The link of a mail, exchanged for a cookie at once so that the token does not stay in the address
 * bar. It changes nothing else: programs that look through mail open every link.
 */
export function linkPage({ clock, keyring, turnoAccess, turnos }: Services): RequestHandler {
  return async (request, response) => {
    response.set('Referrer-Policy', 'no-referrer')
    const token: unknown = request.params.token
    const link = readLink(
      keyring,
      typeof token === 'string' ? token : '',
      turnoLinkPurpose,
      clock.now(),
    )
    const turno = link.ok ? await turnos.byId(link.subject) : null
    if (!link.ok || !turno || link.version !== turno.linkVersion) {
      throw createError(404, 'A link that opens nothing')
    }
    if (request.method === 'GET') turnoAccess.grant(response, turno)
    seeOther(response, turnoUrl(turno))
  }
}
