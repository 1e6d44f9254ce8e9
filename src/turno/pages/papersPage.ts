import type { Request, Response } from 'express'
import { isLanguage } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import { calendarContentType, confirmationIcs } from '../confirmation/calendarFile.ts'
import { paperFileName } from '../confirmation/fileName.ts'
import { qrSvg } from '../confirmation/qr.ts'
import type { Turno } from '../turno.ts'
import { type TurnoHandler, turnoUrl } from './door.ts'

/** What one takes along: the QR, the PDF and the calendar file. */
export function papersPage({ catalogue, i18n, papers, pdf }: Services) {
  /** In the turno's language, or in the one asked for by `?idioma=`. */
  async function factsOf(request: Request, turno: Turno) {
    const asked = parameter(request, 'idioma')
    const language = isLanguage(asked) ? asked : turno.language
    return papers.facts(turno, await catalogue.institution(), language)
  }

  const qr: TurnoHandler = async (request, response, turno) => {
    if (turno.status === 'cancelled') return seeOther(response, turnoUrl(turno))
    const label = i18n.t(contextOf(request).language, 'turno:confirmation.qr', {
      reference: turno.reference,
    })
    personal(response)
      .type('svg')
      .send(qrSvg(papers.qrText(turno), { label }))
  }

  const confirmation: TurnoHandler = async (request, response, turno) => {
    // A paper that looks as if it were good would send somebody on a journey for nothing.
    if (turno.status === 'cancelled') return seeOther(response, turnoUrl(turno))
    const paper = await pdf.confirmation(await factsOf(request, turno))
    personal(response).attachment(paperFileName(turno.reference, 'pdf')).send(paper)
  }

  /** For a cancelled turno the file takes the entry out of the calendar again. */
  const calendar: TurnoHandler = async (request, response, turno) => {
    const status = turno.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'
    const file = confirmationIcs({ ...(await factsOf(request, turno)), status })
    personal(response)
      .attachment(paperFileName(turno.reference, 'ics'))
      .set('Content-Type', calendarContentType(status))
      .send(file)
  }

  return { qr, confirmation, calendar }
}

/** Nobody on the way may keep it. */
function personal(response: Response): Response {
  return response.set('Cache-Control', 'no-store')
}
