import type { Request } from 'express'
import createError from 'http-errors'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { secondsBetween } from '../../clock.ts'
import { countryName } from '../../identity/countries.ts'
import type { IdentityDocument } from '../../identity/documents.ts'
import { parsePhone } from '../../identity/phone.ts'
import type { Language } from '../../language.ts'
import type { Services } from '../../services.ts'
import { fullName, type PersonName } from '../../turno/turno.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { Draft } from '../draft.ts'
import type { SummaryView } from '../viewModels.ts'
import { type StepHandler, stepUrl, type Walk } from './walk.ts'

/** Step 8: all that was entered, each line with "Cambiar"; "Confirmar" makes the turno. */
export function summaryPage(services: Services, walk: Walk) {
  const { booking, catalogue, clock, hours, turnos } = services

  async function model(request: Request, draft: Draft, refused: SummaryView['refused']) {
    const { language } = contextOf(request)
    const { document, contact } = draft.answers
    const agenda = draft.agendaId ? await catalogue.agenda(draft.agendaId) : null
    const procedure = await catalogue.procedure(draft.procedureId)
    if (!document || !contact || !agenda || !procedure || !draft.slotStart) return null
    const phone = parsePhone(contact.phone)
    const view: Omit<SummaryView, 'page' | 'step' | 'errors'> = {
      postUrl: stepUrl(draft, 'resumen'),
      procedureName: procedure.name[language],
      slot: { at: draft.slotStart, zone: agenda.agency.zone },
      agency: { ...agenda.agency, city: agenda.agency.canton },
      holder: person(contact.holder, document.document, language),
      thirdParty:
        contact.thirdParty && document.thirdParty
          ? person(contact.thirdParty, document.thirdParty, language)
          : null,
      email: contact.email ?? '',
      phone: phone.ok ? phone.international : contact.phone,
      language: draft.language,
      changeUrls: {
        document: stepUrl(draft, 'documento'),
        contact: stepUrl(draft, 'contacto'),
        place: stepUrl(draft, 'lugar'),
        time: stepUrl(draft, 'horario'),
      },
      refused,
    }
    return view
  }

  /** Whether the chosen hour could be had again; its own hold, if any, does not count. */
  async function isStillFree({ id, agendaId, slotStart }: Draft): Promise<boolean> {
    const agenda = agendaId ? await catalogue.agenda(agendaId) : null
    if (!agenda || !slotStart) return true
    const date = localDateOf(slotStart, agenda.agency.zone)
    const [day] = await hours.days(agenda, date, date, id)
    return day?.free.some(({ start }) => start === slotStart) ?? false
  }

  const show: StepHandler = async (request, response, draft) => {
    const lapsed = draft.heldUntil === null || draft.heldUntil <= clock.now()
    if (lapsed && !(await isStillFree(draft))) {
      return seeOther(response, `${stepUrl(draft, 'horario')}?aviso=hold-lapsed`)
    }
    const view = await model(request, draft, lapsed ? 'not-held' : null)
    // The agency no longer does this: choose another; nothing typed is lost.
    if (!view) return seeOther(response, stepUrl(draft, 'lugar'))
    await walk.send(request, response, draft, 'resumen', view)
  }

  const confirm: StepHandler = async (request, response, draft) => {
    const result = await booking.confirm(draft.id, field(request, 'slot') || null)
    if (result.ok || result.reason === 'already-yours') {
      const turno = await turnos.byId(result.turnoId)
      if (!turno) throw new Error('A turno that was just made is gone')
      services.turnoAccess.grant(response, turno)
      const news = result.ok ? '?nuevo=1' : '?ya=1'
      return seeOther(response, `/turnos/${turno.reference}${news}`)
    }
    if (result.reason === 'over') throw createError(404, 'The draft is over')
    if (result.reason === 'not-ready') return walk.onwards(request, response)
    // Another tab chose another hour: this one is shown, and asked about, before it is made.
    if (result.reason === 'changed') return seeOther(response, stepUrl(draft, 'resumen'))
    if (result.reason === 'seat-gone') {
      return seeOther(response, `${stepUrl(draft, 'horario')}?aviso=hold-lapsed`)
    }
    const view = await model(request, draft, 'clash')
    if (!view) return seeOther(response, stepUrl(draft, 'lugar'))
    if (result.reason === 'too-often') {
      response.set('Retry-After', String(secondsBetween(clock.now(), result.retryAt)))
    }
    const status = result.reason === 'clash' ? 409 : 429
    await walk.send(request, response, draft, 'resumen', view, [], status)
  }

  return { show, confirm }
}

function person(name: PersonName, { kind, country, number }: IdentityDocument, language: Language) {
  return {
    name: fullName(name),
    kind,
    number,
    country: country === null ? null : countryName(country, language),
  }
}
