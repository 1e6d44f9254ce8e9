import type { Request } from 'express'
import { parseDocument } from '../../identity/documents.ts'
import { parseGivenNames, parseSurnames } from '../../identity/names.ts'
import { field } from '../../web/form.ts'
import { checklistOf } from '../checklist.ts'
import type { Certified, CheckedRequirement, Found } from '../outcome.ts'
import type { Visit } from '../visits.ts'

const states: readonly CheckedRequirement['state'][] = ['present', 'missing', 'not-applicable']
const longestNote = 2000

/** What stands on the window's form: the checklist, whether somebody came instead, the notes. */
export function foundIn(request: Request, { procedure }: Pick<Visit, 'procedure'>): Found {
  const thirdParty = field(request, 'thirdParty') === 'yes'
  const checks = checklistOf(procedure, thirdParty, []).flatMap(({ code }) => {
    const typed = field(request, `check.${code}`)
    const state = states.find((one) => one === typed)
    return state ? [{ code, state }] : []
  })
  return { checks, thirdParty, notes: field(request, 'notes').trim().slice(0, longestNote) }
}

/** Whom the certificate is to be about, as typed; null where nothing usable was typed. */
export function certifiedIn(request: Request): Certified | null {
  const surnames = parseSurnames(field(request, 'surnames'))
  const givenNames = parseGivenNames(field(request, 'givenNames'))
  const document = parseDocument({
    kind: field(request, 'kind'),
    country: field(request, 'country'),
    number: field(request, 'number'),
  })
  if (!surnames.ok || !givenNames.ok || !document.ok) return null
  const holder = { givenNames: givenNames.name, surnames: surnames.name }
  return { holder, document: document.document }
}
