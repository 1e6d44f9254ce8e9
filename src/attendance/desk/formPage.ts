import type { Request, RequestHandler, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Agenda } from '../../agencies/agenda.ts'
import { issuingCountries } from '../../identity/countries.ts'
import { documentKinds, type IdentityDocument, parseDocument } from '../../identity/documents.ts'
import { parseGivenNames, parseSurnames } from '../../identity/names.ts'
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
type Given = { document: IdentityDocument; holder: PersonName; phone: string; agenda: Agenda }

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
      document: { document: given.document, thirdParty: null },
      contact: {
        holder: given.holder,
        thirdParty: null,
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
    const mistake = (id: string, key: string) =>
      errors.push({ field: id, message: pages.text(request, `booking:errors.${key}`) })
    const own = (id: string, key: 'seen' | 'nonce' | 'procedure') =>
      errors.push({ field: id, message: pages.text(request, `desk:errors.${key}`) })
    const agenda = (await catalogue.agendas(values.procedure)).find(
      (one) => one.agency.id === agency.id,
    )
    if (!agenda) own('procedure', 'procedure')
    const document = parseDocument(values)
    if (!document.ok) mistake(document.field, document.reason)
    const procedure = agenda && (await catalogue.procedure(agenda.procedureId))
    const accepted = procedure?.details.acceptedDocuments
    if (document.ok && accepted?.[document.document.kind] === 'refused') {
      mistake('kind', 'kind-refused')
    }
    const givenNames = parseGivenNames(values.givenNames)
    if (!givenNames.ok) mistake('givenNames', nameError('givenNames', givenNames.reason))
    const surnames = parseSurnames(values.surnames)
    if (!surnames.ok) mistake('surnames', nameError('surnames', surnames.reason))
    const phone = values.phone.trim() === '' ? null : parsePhone(values.phone)
    if (phone && !phone.ok) mistake('phone', 'phone-invalid')
    if (!values.seen) own('seen', 'seen')
    if (!values.consent) mistake('consent', 'consent-missing')
    if (field(request, 'nonce') === '') own('number', 'nonce')
    if (errors.length > 0 || !document.ok || !givenNames.ok || !surnames.ok || !agenda) {
      return { errors, given: null }
    }
    const holder = { givenNames: givenNames.name, surnames: surnames.name }
    const number = phone?.ok ? phone.e164 : ''
    return { errors, given: { document: document.document, holder, phone: number, agenda } }
  }

  /** What the procedure says to holders of this kind of document. */
  async function warningFor(request: Request, { document, agenda }: Given) {
    const procedure = await catalogue.procedure(agenda.procedureId)
    const warned = procedure?.details.acceptedDocuments[document.kind] === 'warned'
    const warning = warned ? procedure.details.documentWarning : null
    return warning?.[contextOf(request).language] ?? null
  }

  return { show, save }
}

function nameError(name: 'givenNames' | 'surnames', reason: string): string {
  return reason === 'missing' ? `${name}-missing` : `name-${reason}`
}

function typed(request: Request): Values {
  const text = (name: string) => field(request, name).slice(0, 200)
  return {
    procedure: text('procedure'),
    kind: text('kind') || 'passport',
    country: text('country'),
    number: text('number'),
    givenNames: text('givenNames'),
    surnames: text('surnames'),
    phone: text('phone'),
    language: text('language') || 'es',
    seen: field(request, 'seen') === 'yes',
    consent: field(request, 'consent') === 'yes',
  }
}
