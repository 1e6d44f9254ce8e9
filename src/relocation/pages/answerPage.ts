import type { Request, Response } from 'express'
import type { Services } from '../../services.ts'
import { type TurnoHandler, turnoUrl } from '../../turno/pages/door.ts'
import { turnoSummary } from '../../turno/pages/turnoSummary.ts'
import type { Turno } from '../../turno/turno.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { AnswerView } from '../viewModels.ts'
import { answerPath, choosePath, shownCause, shownProposal } from './shown.ts'

/** The page that asks whether the proposed hour is accepted, and the click that accepts it. */
export function answerPage({ pages, relocations }: Services) {
  async function send(
    request: Request,
    response: Response,
    turno: Turno,
    changed: boolean,
    status = 200,
  ): Promise<void> {
    const relocation = await relocations.openOf(turno.id)
    if (!relocation) return seeOther(response, turnoUrl(turno))
    const { language } = contextOf(request)
    const { answerBy, from } = relocation
    const view: Omit<AnswerView, 'page'> = {
      turno: turnoSummary(turno, language),
      ...shownCause(relocation, language, (key, args) => pages.text(request, key, args)),
      proposal: shownProposal(relocation),
      answerBy: answerBy === null ? null : { at: answerBy, zone: from.agency.zone },
      changed,
      postUrl: answerPath(turno.reference),
      anotherUrl: choosePath(turno.reference),
      cancelUrl: turnoUrl(turno, 'cancelacion'),
      backUrl: turnoUrl(turno),
    }
    await pages.send(request, response, 'relocation/answer', view, status)
  }

  const show: TurnoHandler = (request, response, turno) => send(request, response, turno, false)

  const accept: TurnoHandler = async (request, response, turno) => {
    const typed = field(request, 'proposal')
    const seen = /^\d{1,6}$/.test(typed) ? Number(typed) : 0
    const relocation = await relocations.latestOf(turno.id)
    if (!relocation) return seeOther(response, turnoUrl(turno))
    const taken = await relocations.accept(relocation.id, seen)
    if (taken.ok) return seeOther(response, `${turnoUrl(turno)}?cambiado=1`)
    if (taken.reason === 'over' || taken.reason === 'too-late') {
      return seeOther(response, turnoUrl(turno))
    }
    await send(request, response, turno, true, 409)
  }

  return { show, accept }
}
