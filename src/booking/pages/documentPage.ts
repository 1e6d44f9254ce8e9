import type { Request } from 'express'
import createError from 'http-errors'
import type { Procedure } from '../../agencies/procedure.ts'
import { issuingCountries } from '../../identity/countries.ts'
import {
  type DocumentKind,
  documentKinds,
  type IdentityDocument,
  isDocumentKind,
  parseDocument,
} from '../../identity/documents.ts'
import type { Language } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError, Option } from '../../web/pageModel.ts'
import type { DocumentAnswer, Draft } from '../draft.ts'
import type { DocumentView } from '../viewModels.ts'
import type { StepHandler, Walk } from './walk.ts'

type Values = DocumentView['values']

/** Step 2: whose document, and whether this procedure is for its holder. */
export function documentPage(services: Services, walk: Walk) {
  const { booking, catalogue, pages } = services

  async function procedureOf(draft: Draft): Promise<Procedure> {
    const procedure = await catalogue.procedure(draft.procedureId)
    if (!procedure) throw createError(404, 'This procedure is not offered any more')
    return procedure
  }

  function model(
    request: Request,
    procedure: Procedure,
    values: Values,
    warning: DocumentView['warning'],
  ): Omit<DocumentView, 'page' | 'step' | 'errors'> {
    const { language } = contextOf(request)
    const accepted = procedure.details.acceptedDocuments
    return {
      values,
      procedureName: procedure.name[language],
      kinds: documentKinds.filter((kind) => accepted[kind] !== 'refused'),
      countries: countries[language],
      warning,
    }
  }

  /** What to ask the person about before going on: the procedure's own warning, else an odd number. */
  function warningFor(
    request: Request,
    procedure: Procedure,
    kind: DocumentKind,
    odd: string | undefined,
  ): DocumentView['warning'] {
    const { language } = contextOf(request)
    const { acceptedDocuments, documentWarning } = procedure.details
    if (acceptedDocuments[kind] === 'warned' && documentWarning) {
      return { text: documentWarning[language], onlineUrl: null }
    }
    if (odd === undefined) return null
    return { text: pages.text(request, `booking:document.warnings.${odd}`), onlineUrl: null }
  }

  const show: StepHandler = async (request, response, draft) => {
    const procedure = await procedureOf(draft)
    const values = valuesOf(draft)
    await walk.send(request, response, draft, 'documento', model(request, procedure, values, null))
  }

  const save: StepHandler = async (request, response, draft) => {
    const procedure = await procedureOf(draft)
    const values = typedValues(request)
    const errors: FieldError[] = []
    const mistake = (id: string, key: string) => errors.push(walk.mistake(request, id, key))

    if (values.forWhom === '') mistake('forWhom', 'forWhom-missing')
    const holder = parseDocument(values)
    if (!holder.ok) mistake(holder.field, holder.reason)
    else if (procedure.details.acceptedDocuments[holder.document.kind] === 'refused') {
      mistake('kind', 'kind-refused')
    }
    let thirdParty: IdentityDocument | null = null
    const odd: string[] = holder.ok ? [...holder.warnings] : []
    if (values.forWhom === 'other') {
      const third = parseDocument({
        kind: values.thirdKind,
        country: values.thirdCountry,
        number: values.thirdNumber,
      })
      if (!third.ok) mistake(thirdField[third.field], third.reason)
      else if (holder.ok && sameDocument(holder.document, third.document)) {
        mistake('thirdNumber', 'same-person')
      } else {
        thirdParty = third.document
        odd.push(...third.warnings)
      }
    }
    if (errors.length > 0 || !holder.ok) {
      const view = model(request, procedure, values, null)
      return walk.send(request, response, draft, 'documento', view, errors)
    }

    const answer: DocumentAnswer = { document: holder.document, thirdParty }
    const warning = warningFor(request, procedure, holder.document.kind, odd[0])
    if (warning && field(request, 'proceed') !== 'yes') {
      const view = model(request, procedure, values, warning)
      return walk.send(request, response, draft, 'documento', view, [], 422)
    }
    if (!(await booking.setDocument(draft.id, answer))) throw createError(404, 'The draft is over')
    await walk.onwards(request, response)
  }

  return { show, save }
}

/** The same lists for everybody, so that they are written out once. */
const countries = { es: countriesIn('es'), en: countriesIn('en') }

function countriesIn(language: Language): readonly Option[] {
  return issuingCountries(language).map(({ code, name }) => ({ value: code, label: name }))
}

const thirdField = { kind: 'thirdKind', country: 'thirdCountry', number: 'thirdNumber' }

function typedValues(request: Request): Values {
  const forWhom = field(request, 'forWhom')
  const kind = field(request, 'kind')
  const thirdKind = field(request, 'thirdKind')
  return {
    forWhom: forWhom === 'self' || forWhom === 'other' ? forWhom : '',
    kind: isDocumentKind(kind) ? kind : '',
    country: field(request, 'country'),
    number: field(request, 'number'),
    thirdKind: isDocumentKind(thirdKind) ? thirdKind : '',
    thirdCountry: field(request, 'thirdCountry'),
    thirdNumber: field(request, 'thirdNumber'),
  }
}

function valuesOf({ answers }: Draft): Values {
  const { document = null, thirdParty = null } = answers.document ?? {}
  return {
    forWhom: document ? (thirdParty ? 'other' : 'self') : '',
    kind: document?.kind ?? '',
    country: document?.country ?? '',
    number: document?.number ?? '',
    thirdKind: thirdParty?.kind ?? '',
    thirdCountry: thirdParty?.country ?? '',
    thirdNumber: thirdParty?.number ?? '',
  }
}

function sameDocument(one: IdentityDocument, other: IdentityDocument): boolean {
  return one.kind === other.kind && one.country === other.country && one.number === other.number
}
