import type { Request, RequestHandler, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Agenda } from '../../agencies/agenda.ts'
import type { DocumentAnswer } from '../../booking/draft.ts'
import { readDocuments, readNames } from '../../booking/pages/whoComes.ts'
import { issuingCountries } from '../../identity/countries.ts'
import { documentKinds } from '../../identity/documents.ts'
import { parsePhone } from '../../identity/phone.ts'
import { newSecret } from '../../keys/codes.ts'
import { isLanguage } from '../../language.ts'
import type { Services } from '../../services.ts'
import type { PersonName } from '../../turno/turno.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { privacyNotice } from '../../web/privacyNotice.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { choices } from '../pages/choices.ts'
import { agencyOf } from '../pages/room.ts'
import { proceduresHere } from '../pages/windowProcedures.ts'
import type { FormView } from './viewModels.ts'
import { deskOf, deskUrl, homeOf } from './walk.ts'

type Values = FormView['values']

/** Who the turno is for, with everything that was seen and said at the desk. */
type Given = {
  document: DocumentAnswer
  /** What looks like a slip in a number, one of `booking:document.warnings`. */
  odd: string | undefined
  holder: PersonName
  thirdParty: PersonName | null
  phone: string
  agenda: Agenda
}

/** The order of the page, in which its mistakes are listed. */
const fields: readonly string[] = [
  'procedure',
  'forWhom',
  'kind',
  'country',
  'number',
  'givenNames',
  'surnames',
  'thirdKind',
  'thirdCountry',
  'thirdNumber',
  'thirdGivenNames',
  'thirdSurnames',
]

/** What reception is told otherwise than who books for themselves. */
const ownWords = ['forWhom-missing', 'same-person']

/** A turno for somebody who stands at reception and has no e-mail: who they are. */
export function formPage(services: Services) {
  const { booking, catalogue, clock, pages, staffPages } = services

  async function send(
    request: Request,
    response: Response,
    agency: Agency,
    { errors = [], warning = null }: { errors?: FieldError[]; warning?: string | null } = {},
  ): Promise<void> {
    const { language } = contextOf(request)
    const here = await proceduresHere(services, agency.id)
    const view: Omit<FormView, 'page' | 'staff'> = {
      agencyName: agency.name,
      errors,
      nonce: field(request, 'nonce').slice(0, 64) || newSecret(),
      values: typed(request),
      procedures: here.map(({ id, name }) => ({ value: id, label: name[language] })),
      kinds: choices(pages, request, 'booking:kinds.', documentKinds),
      countries: issuingCountries(language).map(({ code, name }) => ({ value: code, label: name })),
      warning,
      privacyVersion: privacyNotice.version,
      postUrl: receptionUrl(agency.id, 'turno'),
      backUrl: homeOf(request, agency.id),
    }
    const status = errors.length > 0 || warning !== null ? 422 : 200
    await staffPages.send(request, response, 'desk/form', view, status)
  }

  const show: RequestHandler = async (request, response) =>
    send(request, response, await agencyOf(services, request))

  const save: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const values = typed(request)
    const { errors, given } = await read(request, agency, values)
    if (!given) return send(request, response, agency, { errors })
    const warning = await warningFor(request, given)
    if (warning !== null && field(request, 'proceed') !== 'yes') {
      return send(request, response, agency, { warning })
    }
    const { language } = contextOf(request)
    const { id } = await booking.beginAtDesk({
      owner: deskOf(agency.id),
      nonce: field(request, 'nonce').slice(0, 64),
      agenda: given.agenda,
      document: given.document,
      contact: {
        holder: given.holder,
        thirdParty: given.thirdParty,
        email: null,
        phone: given.phone,
        consent: { version: privacyNotice.version, at: clock.now() },
      },
      language: isLanguage(values.language) ? values.language : language,
    })
    seeOther(response, deskUrl(agency.id, id))
  }

  async function read(
    request: Request,
    agency: Agency,
    values: Values,
  ): Promise<{ errors: FieldError[]; given: Given | null }> {
    const errors: FieldError[] = []
    const say = (id: string, key: string) =>
      errors.push({ field: id, message: pages.text(request, key) })
    const mistake = (id: string, key: string) =>
      say(id, ownWords.includes(key) ? `desk:errors.${key}` : `booking:errors.${key}`)
    const agenda = (await catalogue.agendas(values.procedure)).find(
      (one) => one.agency.id === agency.id,
    )
    const procedure = agenda && (await catalogue.procedure(agenda.procedureId))
    const documents = readDocuments(values, procedure?.details.acceptedDocuments)
    const names = readNames(values, values.forWhom === 'other')
    const phone = values.phone.trim() === '' ? null : parsePhone(values.phone)
    if (!agenda) say('procedure', 'desk:errors.procedure')
    for (const read of [documents, names]) {
      if (!read.ok) for (const { field: id, key } of read.mistakes) mistake(id, key)
    }
    errors.sort((one, other) => fields.indexOf(one.field) - fields.indexOf(other.field))
    if (phone && !phone.ok) mistake('phone', 'phone-invalid')
    if (!values.seen) say('seen', 'desk:errors.seen')
    if (!values.consent) mistake('consent', 'consent-missing')
    if (field(request, 'nonce') === '') say('number', 'desk:errors.nonce')
    if (errors.length > 0 || !documents.ok || !names.ok || !agenda) return { errors, given: null }
    const { answer: document, odd } = documents
    const { holder, thirdParty } = names
    const number = phone?.ok ? phone.e164 : ''
    return { errors, given: { document, odd, holder, thirdParty, phone: number, agenda } }
  }

  /** What to ask about before going on: what the procedure says to such a document, else an odd number. */
  async function warningFor(request: Request, { document: { document }, odd, agenda }: Given) {
    const procedure = await catalogue.procedure(agenda.procedureId)
    const warned = procedure?.details.acceptedDocuments[document.kind] === 'warned'
    const warning = warned ? procedure.details.documentWarning : null
    if (warning) return warning[contextOf(request).language]
    return odd === undefined ? null : pages.text(request, `booking:document.warnings.${odd}`)
  }

  return { show, save }
}

function typed(request: Request): Values {
  const text = (name: string) => field(request, name).slice(0, 200)
  return {
    procedure: text('procedure'),
    forWhom: text('forWhom'),
    kind: text('kind') || 'passport',
    country: text('country'),
    number: text('number'),
    givenNames: text('givenNames'),
    surnames: text('surnames'),
    thirdKind: text('thirdKind') || 'cedula',
    thirdCountry: text('thirdCountry'),
    thirdNumber: text('thirdNumber'),
    thirdGivenNames: text('thirdGivenNames'),
    thirdSurnames: text('thirdSurnames'),
    phone: text('phone'),
    language: text('language') || 'es',
    seen: field(request, 'seen') === 'yes',
    consent: field(request, 'consent') === 'yes',
  }
}
