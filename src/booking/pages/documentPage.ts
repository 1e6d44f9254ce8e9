import type { Request } from 'express'
import createError from 'http-errors'
import type { Procedure } from '../../agencies/procedure.ts'
import { issuingCountries } from '../../identity/countries.ts'
import { type DocumentKind, documentKinds, isDocumentKind } from '../../identity/documents.ts'
import type { Language } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { Option } from '../../web/pageModel.ts'
import type { Draft } from '../draft.ts'
import type { DocumentView } from '../viewModels.ts'
import type { StepHandler, Walk } from './walk.ts'
import { readDocuments } from './whoComes.ts'

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
    const read = readDocuments(values, procedure.details.acceptedDocuments)
    if (!read.ok) {
      const errors = read.mistakes.map(({ field: id, key }) => walk.mistake(request, id, key))
      const view = model(request, procedure, values, null)
      return walk.send(request, response, draft, 'documento', view, errors)
    }

    const { answer, odd } = read
    const warning = warningFor(request, procedure, answer.document.kind, odd)
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
