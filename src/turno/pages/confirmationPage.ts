import type { Request, Response } from 'express'
import { maskDocument, maskEmail } from '../../identity/masks.ts'
import { shownFate } from '../../messages/shownFate.ts'
import { panelOf } from '../../relocation/pages/shown.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import { fullName, type Turno } from '../turno.ts'
import type { ConfirmationView } from '../viewModels.ts'
import { type TurnoHandler, turnoUrl } from './door.ts'
import { turnoSummary } from './turnoSummary.ts'

/** Step 9, and whenever one comes back: the turno in hand. */
export function confirmationPage({ database, outbox, pages, relocations, turnos }: Services) {
  async function send(
    request: Request,
    response: Response,
    turno: Turno,
    notice: ConfirmationView['notice'],
    status = 200,
  ): Promise<void> {
    const { language } = contextOf(request)
    const { personal, procedure } = turno
    const { details } = procedure
    const kind = pages.text(request, `booking:kinds.${personal.document.kind}`)
    const byThird = personal.thirdParty !== null
    const bring = byThird
      ? [...details.requirements, ...details.thirdPartyRequirements]
      : details.requirements
    const relocation = await relocations.openOf(turno.id)
    const isTold = relocation !== null && relocation.sentAt !== null
    const view: Omit<ConfirmationView, 'page'> = {
      turno: turnoSummary(turno, language),
      status: turno.status,
      fresh: parameter(request, 'nuevo') === '1',
      notice,
      relocation: isTold
        ? panelOf(relocation, language, (key, args) => pages.text(request, key, args))
        : null,
      holderName: fullName(personal.holder),
      documentMasked: `${kind} ${maskDocument(personal.document.number)}`,
      thirdPartyName: personal.thirdParty ? fullName(personal.thirdParty.person) : null,
      checklist: bring.map(({ title, detail }) => ({
        title: title[language],
        detail: detail[language],
      })),
      authorisation: byThird ? details.authorisation.map(({ text }) => text[language]) : [],
      mail: await mailOf(turno),
      qrUrl: turnoUrl(turno, 'qr.svg'),
      pdfUrl: turno.status === 'cancelled' ? null : turnoUrl(turno, 'confirmacion.pdf'),
      calendarUrl: turnoUrl(turno, 'calendario.ics'),
      waitUrl: turno.status === 'arrived' ? turnoUrl(turno, 'espera') : null,
      cancelUrl: turnos.canBeCancelled(turno) ? turnoUrl(turno, 'cancelacion') : null,
      changeUrl: turnos.canBeCancelled(turno) ? turnoUrl(turno, 'cambio') : null,
    }
    await pages.send(request, response, 'turno/confirmation', view, status)
  }

  /** Written with the turno itself: where there is none any more, it was forgotten long after. */
  async function mailOf({
    id,
    status,
    agency,
    personal,
  }: Turno): Promise<ConfirmationView['mail']> {
    if (status === 'cancelled') return null
    const fate = await outbox.latestFateOf(database.read, 'confirmation', id)
    if (fate === null || personal.email === null) return null
    const { zone } = agency
    return { fate: shownFate(fate), at: fate.at, zone, email: maskEmail(personal.email) }
  }

  const show: TurnoHandler = async (request, response, turno) => {
    const moved = parameter(request, 'cambiado') === '1' ? 'moved' : null
    await send(request, response, turno, parameter(request, 'ya') === '1' ? 'already' : moved)
  }

  return { show, send }
}

export type ConfirmationPage = ReturnType<typeof confirmationPage>
