import type { RequestHandler } from 'express'
import { readLink } from '../../keys/links.ts'
import type { Services } from '../../services.ts'
import { turnoUrl } from '../../turno/pages/door.ts'
import { answerLinkPurpose } from '../../turno/papers.ts'
import { seeOther } from '../../web/context.ts'
import { answerPath, choosePath } from './shown.ts'

/**
 * The links of the mail that proposes an hour, exchanged for a cookie at once. They change nothing:
 * each leads to a page that asks. After the old hour, and for any other text, to "Mi turno".
 */
export function answerLink({ clock, keyring, relocations, turnoAccess, turnos }: Services) {
  const handle: RequestHandler = async (request, response) => {
    response.set('Referrer-Policy', 'no-referrer')
    const { token, way } = request.params
    const text = typeof token === 'string' ? token : ''
    const link = readLink(keyring, text, answerLinkPurpose, clock.now())
    const turno = link.ok ? await turnos.byId(link.subject) : null
    if (!link.ok || !turno || link.version !== turno.linkVersion) {
      return seeOther(response, '/mi-turno')
    }
    if (request.method === 'GET') turnoAccess.grant(response, turno)
    const isOpen = (await relocations.openOf(turno.id)) !== null
    if (!isOpen) return seeOther(response, turnoUrl(turno))
    if (way === 'cancelar') return seeOther(response, turnoUrl(turno, 'cancelacion'))
    const { reference } = turno
    seeOther(response, way === 'otra-hora' ? choosePath(reference) : answerPath(reference))
  }
  return handle
}
