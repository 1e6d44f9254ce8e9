import createError from 'http-errors'
import { shownFate } from '../../messages/shownFate.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import type { CancelledView, CancelView } from '../viewModels.ts'
import type { ConfirmationPage } from './confirmationPage.ts'
import { type TurnoHandler, turnoUrl } from './door.ts'
import { turnoSummary } from './turnoSummary.ts'

/** The page that asks before it cancels, and the one that says it is done. */
export function cancellationPage(services: Services, confirmation: ConfirmationPage) {
  const { database, outbox, pages, turnos } = services

  const ask: TurnoHandler = async (request, response, turno) => {
    if (turno.status === 'cancelled') return seeOther(response, turnoUrl(turno, 'cancelado'))
    if (!turnos.canBeCancelled(turno)) {
      return confirmation.send(request, response, turno, 'too-late-to-cancel', 409)
    }
    const view: Omit<CancelView, 'page'> = {
      turno: turnoSummary(turno, contextOf(request).language),
      postUrl: turnoUrl(turno, 'cancelacion'),
      backUrl: turnoUrl(turno),
    }
    await pages.send(request, response, 'turno/cancel', view)
  }

  const cancel: TurnoHandler = async (request, response, turno) => {
    const result = await turnos.cancel(turno.id, 'applicant')
    if (result.ok) return seeOther(response, turnoUrl(turno, 'cancelado'))
    if (result.reason === 'unknown') throw createError(404, 'The turno is gone')
    await confirmation.send(request, response, turno, 'too-late-to-cancel', 409)
  }

  const done: TurnoHandler = async (request, response, turno) => {
    const at = await turnos.cancelledAt(turno.id)
    if (turno.status !== 'cancelled' || at === null) return seeOther(response, turnoUrl(turno))
    const fate = await outbox.latestFateOf(database.read, 'cancellation', turno.id)
    const mailed = fate !== null && !['refused', 'failed'].includes(shownFate(fate))
    const view: Omit<CancelledView, 'page'> = {
      turno: turnoSummary(turno, contextOf(request).language),
      at: { at, zone: turno.agency.zone },
      mailed,
    }
    await pages.send(request, response, 'turno/cancelled', view)
  }

  return { ask, cancel, done }
}
