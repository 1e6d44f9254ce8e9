import { parseCedulaNumber } from './cedula.ts'
import { isIssuingCountry } from './countries.ts'
import type { NumberRefusal, NumberWarning, ParsedNumber } from './documentNumber.ts'
import { parseForeignCode } from './foreignCode.ts'
import { parsePassportNumber } from './passport.ts'

/** The kinds of document a person can be known by, in the order the form offers them. */
export const documentKinds = ['passport', 'cedula', 'foreign-code'] as const

export type DocumentKind = (typeof documentKinds)[number]

/**
 * A document in its normal form: two ways of typing one document give equal values. `country` is the
 * passport's issuer (ISO 3166-1 alpha-3, or ICAO 9303's code for issuers without one), else null.
 */
export type IdentityDocument = { kind: DocumentKind; country: string | null; number: string }

/** What was typed; a missing field is an empty text. */
export type TypedDocument = { kind: string; country: string; number: string }

export type DocumentRefusal =
  | { ok: false; field: 'kind'; reason: 'kind-missing' }
  | { ok: false; field: 'country'; reason: 'country-missing' | 'country-unknown' }
  | { ok: false; field: 'number'; reason: NumberRefusal }

export type ParsedDocument =
  | { ok: true; document: IdentityDocument; warnings: NumberWarning[] }
  | DocumentRefusal

const numberOf: Record<DocumentKind, (text: string) => ParsedNumber> = {
  passport: parsePassportNumber,
  cedula: parseCedulaNumber,
  'foreign-code': parseForeignCode,
}

/**
 * Reads a document as typed. Looks nothing up: the answer depends on the text alone, so it is the same
 * for a known and an unknown document. On failure it names the first field that is wrong; an unknown
 * kind counts as missing, and a country is only read for a passport.
 */
export function parseDocument(input: TypedDocument): ParsedDocument {
  const { kind } = input
  if (!isDocumentKind(kind)) return { ok: false, field: 'kind', reason: 'kind-missing' }
  const country = kind === 'passport' ? input.country.slice(0, 20).trim().toUpperCase() : null
  if (country === '') return { ok: false, field: 'country', reason: 'country-missing' }
  if (country !== null && !isIssuingCountry(country)) {
    return { ok: false, field: 'country', reason: 'country-unknown' }
  }
  const read = numberOf[kind](input.number)
  if (!read.ok) return { ok: false, field: 'number', reason: read.reason }
  return { ok: true, document: { kind, country, number: read.number }, warnings: read.warnings }
}

/** Whether `text` names a kind of document. */
export function isDocumentKind(text: unknown): text is DocumentKind {
  return documentKinds.some((kind) => kind === text)
}
