import type { Procedure } from '../../agencies/procedure.ts'
import { type IdentityDocument, parseDocument } from '../../identity/documents.ts'
import { type ParsedName, parseGivenNames, parseSurnames } from '../../identity/names.ts'
import type { PersonName } from '../../turno/turno.ts'
import type { DocumentAnswer } from '../draft.ts'

// Whom a certificate is about and who comes for them, read the same way wherever it is typed: in the nine
// steps and at reception.

/** A mistake at a field; `key` is one of `booking:errors`. */
export type Mistake = { field: string; key: string }

/** What was typed of the documents; a missing field is an empty text. */
export type TypedDocuments = {
  /** `self` where the holder comes, `other` where somebody comes for them. */
  forWhom: string
  kind: string
  country: string
  number: string
  thirdKind: string
  thirdCountry: string
  thirdNumber: string
}

export type TypedNames = Record<
  'givenNames' | 'surnames' | 'thirdGivenNames' | 'thirdSurnames',
  string
>

export type ReadDocuments =
  /** `odd`: the first thing that looks like a slip, one of `booking:document.warnings`. */
  { ok: true; answer: DocumentAnswer; odd: string | undefined } | { ok: false; mistakes: Mistake[] }

const thirdField = { kind: 'thirdKind', country: 'thirdCountry', number: 'thirdNumber' }

/** The holder's document and, where somebody comes for them, that person's own, which is another one. */
export function readDocuments(
  values: TypedDocuments,
  accepted: Procedure['details']['acceptedDocuments'] | undefined,
): ReadDocuments {
  const mistakes: Mistake[] = []
  if (values.forWhom !== 'self' && values.forWhom !== 'other') {
    mistakes.push({ field: 'forWhom', key: 'forWhom-missing' })
  }
  const holder = parseDocument(values)
  if (!holder.ok) mistakes.push({ field: holder.field, key: holder.reason })
  else if (accepted?.[holder.document.kind] === 'refused') {
    mistakes.push({ field: 'kind', key: 'kind-refused' })
  }
  const odd: string[] = holder.ok ? [...holder.warnings] : []
  let thirdParty: IdentityDocument | null = null
  if (values.forWhom === 'other') {
    const { thirdKind: kind, thirdCountry: country, thirdNumber: number } = values
    const third = parseDocument({ kind, country, number })
    if (!third.ok) mistakes.push({ field: thirdField[third.field], key: third.reason })
    else if (holder.ok && sameDocument(holder.document, third.document)) {
      mistakes.push({ field: 'thirdNumber', key: 'same-person' })
    } else {
      thirdParty = third.document
      odd.push(...third.warnings)
    }
  }
  if (mistakes.length > 0 || !holder.ok) return { ok: false, mistakes }
  return { ok: true, answer: { document: holder.document, thirdParty }, odd: odd[0] }
}

export type ReadNames =
  | { ok: true; holder: PersonName; thirdParty: PersonName | null }
  | { ok: false; mistakes: Mistake[] }

/** The holder's names and, where somebody comes for them, that person's own. */
export function readNames(values: TypedNames, withThirdParty: boolean): ReadNames {
  const mistakes: Mistake[] = []
  const name = (id: 'givenNames' | 'surnames', field: string, parsed: ParsedName): string => {
    if (parsed.ok) return parsed.name
    const key = parsed.reason === 'missing' ? `${id}-missing` : `name-${parsed.reason}`
    mistakes.push({ field, key })
    return ''
  }
  const holder = {
    givenNames: name('givenNames', 'givenNames', parseGivenNames(values.givenNames)),
    surnames: name('surnames', 'surnames', parseSurnames(values.surnames)),
  }
  const thirdParty = withThirdParty
    ? {
        givenNames: name('givenNames', 'thirdGivenNames', parseGivenNames(values.thirdGivenNames)),
        surnames: name('surnames', 'thirdSurnames', parseSurnames(values.thirdSurnames)),
      }
    : null
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, holder, thirdParty }
}

function sameDocument(one: IdentityDocument, other: IdentityDocument): boolean {
  return one.kind === other.kind && one.country === other.country && one.number === other.number
}
