import type { Request, RequestHandler, Response } from 'express'
import { maskEmail } from '../../identity/masks.ts'
import { shownProposal } from '../../relocation/pages/shown.ts'
import type { Services } from '../../services.ts'
import { fullName } from '../../turno/turno.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import type { Told } from '../viewModels.ts'
import { actorOf, changeUrl, foundBy, personUrl } from './found.ts'
import { touchedRow } from './rows.ts'
import type { RelocationPersonView } from './viewModels.ts'

/** One person: their number on the telephone, and what the call came to. */
export function personPage(services: Services) {
  const { adminPages, pages, relocations, turnos } = services
  const found = foundBy(services)

  async function send(
    request: Request,
    response: Response,
    { phoneShown = false, said = null }: { phoneShown?: boolean; said?: Told | null },
    status = 200,
  ): Promise<void> {
    const { agency, change, relocation } = await found.person(request)
    const mails = await relocations.lastMails([relocation.id])
    const url = personUrl(agency.id, change.id, relocation.id)
    const row = touchedRow(relocation, mails.get(relocation.id) ?? null, url)
    const { turno, answerBy, reachedAt } = relocation
    const { personal } = turno
    const { zone } = agency
    const view: Own<RelocationPersonView> = {
      agency: adminPages.agencyTop(request, agency),
      backUrl: changeUrl(agency.id, change.id),
      url,
      row,
      holderName: fullName(personal.holder),
      thirdPartyName: personal.thirdParty ? fullName(personal.thirdParty.person) : null,
      language: turno.language,
      emailMasked: personal.email === null ? '—' : maskEmail(personal.email),
      phone: phoneShown ? personal.phone : row.phoneMasked,
      phoneShown,
      proposal: shownProposal(relocation),
      answerBy: answerBy === null ? null : { at: answerBy, zone },
      reachedAt: reachedAt === null ? null : { at: reachedAt, zone },
      isOpen: relocation.endedAt === null,
      isSent: relocation.sentAt !== null,
      hoursUrl: `${url}/hora`,
    }
    await adminPages.send(request, response, 'admin/relocationPerson', view, { status, told: said })
  }

  const show: RequestHandler = async (request, response) => {
    const notice = parameter(request, 'aviso')
    const known = ['movido', 'propuesto', 'cancelado', 'anotado'].includes(notice)
    const said: Told | null = known
      ? { tone: 'done', title: pages.text(request, `relocation:told.${notice}`), text: null }
      : null
    await send(request, response, { said })
  }

  /** Shows the number in clear, in the answer to a POST only: it is on record who saw it. */
  const phone: RequestHandler = async (request, response) => {
    const { relocation } = await found.person(request)
    await relocations.noteSeen(relocation.id, actorOf(request))
    await send(request, response, { phoneShown: true })
  }

  const call: RequestHandler = async (request, response) => {
    const { agency, change, relocation } = await found.person(request)
    const url = personUrl(agency.id, change.id, relocation.id)
    const outcome = field(request, 'outcome')
    const refuse = (status: number) => {
      const key = status === 422 ? 'choose' : 'changed'
      const title = pages.text(request, `relocation:call.${key}`)
      return send(request, response, { said: { tone: 'care', title, text: null } }, status)
    }
    const done = (notice: string) => seeOther(response, `${url}?aviso=${notice}`)
    const actor = actorOf(request)
    if (outcome === 'accept') {
      const taken = await relocations.acceptFor(relocation.id, numberIn(request, 'proposal'), actor)
      return taken.ok ? done('movido') : refuse(409)
    }
    if (outcome === 'cancel') {
      const isOpen = relocation.endedAt === null || relocation.status === 'cancelled'
      if (!isOpen) return refuse(409)
      const cancelled = await turnos.cancel(relocation.turno.id, actor)
      return cancelled.ok ? done('cancelado') : refuse(409)
    }
    if (outcome !== 'told' && outcome !== 'no-answer') return refuse(422)
    await relocations.noteCall(relocation.id, outcome, numberIn(request, 'calls'), actor)
    done('anotado')
  }

  return { show, phone, call }
}

function numberIn(request: Request, name: string): number {
  const typed = field(request, name)
  return /^\d{1,6}$/.test(typed) ? Number(typed) : -1
}
