import type { RequestHandler } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import type { AgencyOf } from '../../staff/access.ts'
import { safeLabel } from '../../turno/confirmation/fileName.ts'
import { inPath } from './room.ts'

/** The certificate's paper, the same as often as it is made; an annulled one says so. */
export function certificatePage({ attendance, pdf }: Services): RequestHandler {
  return async (request, response) => {
    const facts = await attendance.certificates.facts(inPath(request, 'certificate'))
    if (!facts) throw createError(404, 'No such certificate')
    const paper = await pdf.certificate(facts)
    response
      .set('Cache-Control', 'no-store')
      .attachment(`certificado-${safeLabel(facts.number)}.pdf`)
      .send(paper)
  }
}

/** The agency that issued the certificate of a path. */
export function certificateInPath({ attendance }: Pick<Services, 'attendance'>): AgencyOf {
  return async (request) => {
    const issued = await attendance.certificates.byId(inPath(request, 'certificate'))
    const visit = issued && (await attendance.visits.byId(issued.visitId))
    return visit?.agencyId ?? null
  }
}
