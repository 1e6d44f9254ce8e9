import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import { turnoSummary } from '../../turno/pages/turnoSummary.ts'
import type { Turno } from '../../turno/turno.ts'
import { contextOf } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { inPath } from '../pages/room.ts'
import type { BookedView } from './viewModels.ts'
import { forWhom, homeOf } from './walk.ts'

/** A turno at the desk: shown, and its confirmation to be printed and handed over. */
export function bookedPage(services: Services) {
  const { catalogue, clock, i18n, papers, pdf, staffPages, turnos } = services

  async function turnoOf(request: Request): Promise<Turno> {
    const turno = await turnos.byId(inPath(request, 'turno'))
    if (!turno) throw createError(404, 'No such turno')
    return turno
  }

  const show: RequestHandler = async (request, response) => {
    const turno = await turnoOf(request)
    const { id, zone } = turno.agency
    const { holder, document, thirdParty, email } = turno.personal
    const said = parameter(request, 'dice')
    const today = turno.day === localDateOf(clock.now(), zone)
    const desk = may(knownStaff(request), ['reception', 'supervisor'], id)
    const view: Omit<BookedView, 'page' | 'staff'> = {
      whom: await forWhom(services, request, {
        holder: { person: holder, document },
        thirdParty,
        procedureId: turno.procedure.id,
      }),
      turno: turnoSummary(turno, contextOf(request).language),
      news: said === 'nuevo' ? 'new' : said === 'ya' ? 'already' : null,
      mailed: email !== null,
      pdfUrl: receptionUrl(id, `turnos/${turno.id}/confirmacion.pdf`),
      arrive:
        today && desk && turno.status === 'confirmed'
          ? { url: receptionUrl(id), turnoId: turno.id }
          : null,
      backUrl: homeOf(request, id),
    }
    await staffPages.send(request, response, 'desk/booked', view)
  }

  /** The same paper as everybody's. Who has no mail changes the turno by asking, and the paper says so. */
  const paper: RequestHandler = async (request, response) => {
    const turno = await turnoOf(request)
    if (turno.status === 'cancelled') throw createError(404, 'The turno is cancelled')
    const institution = await catalogue.institution()
    const facts = papers.facts(turno, institution)
    const manageHint =
      turno.personal.email === null
        ? i18n.t(turno.language, 'desk:paper.manage', { phone: institution.contactPhone })
        : null
    const file = await pdf.confirmation({ ...facts, manageHint })
    response
      .set('Cache-Control', 'no-store')
      .attachment(paperFileName(turno.reference, 'pdf'))
      .send(file)
  }

  return { show, paper }
}
