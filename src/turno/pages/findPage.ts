import type { Request, RequestHandler, Response } from 'express'
import { parseEmail } from '../../identity/email.ts'
import type { Language } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { isLookedFor } from '../links.ts'
import type { Turno } from '../turno.ts'
import type { FindSentView, FindView } from '../viewModels.ts'
import { turnoSummary } from './turnoSummary.ts'

/** "Mi turno": the turnos this browser may open, and a mail with the links to any others. */
export function findPage(services: Services) {
  const { clock, links, pages, relocations, turnoAccess, turnos } = services

  /** With whether it must be moved and its person was told. */
  async function shown(turno: Turno, language: Language) {
    const relocation = await relocations.openOf(turno.id)
    return { ...turnoSummary(turno, language), moves: relocation?.status === 'sent' }
  }

  async function known(request: Request): Promise<Turno[]> {
    const found: Turno[] = []
    for (const id of turnoAccess.turnoIds(request)) {
      const turno = await turnos.byId(id)
      if (!turno || !turnoAccess.allows(request, turno)) continue
      if (isLookedFor(turno, clock.now())) found.push(turno)
    }
    return found.sort((a, b) => (`${a.startAt}${a.id}` < `${b.startAt}${b.id}` ? -1 : 1))
  }

  async function send(request: Request, response: Response, email: string, errors: FieldError[]) {
    const { language } = contextOf(request)
    const view: Omit<FindView, 'page'> = {
      errors,
      values: { email },
      known: await Promise.all((await known(request)).map((turno) => shown(turno, language))),
    }
    await pages.send(request, response, 'turno/find', view, errors.length > 0 ? 422 : 200)
  }

  const show: RequestHandler = async (request, response) => {
    await send(request, response, '', [])
  }

  /** The same page for an address with and without turnos, and for one that asks too often. */
  const search: RequestHandler = async (request, response) => {
    const typed = field(request, 'email')
    const email = parseEmail(typed)
    if (!email.ok) {
      const key = email.reason === 'missing' ? 'email-missing' : 'email-invalid'
      const message = pages.text(request, `turno:errors.${key}`)
      return send(request, response, typed, [{ field: 'email', message }])
    }
    await links.send(email.address, contextOf(request).language)
    const view: Omit<FindSentView, 'page'> = { email: email.address }
    await pages.send(request, response, 'turno/findSent', view)
  }

  return { show, search }
}
