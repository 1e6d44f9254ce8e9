import type { z } from 'zod'
import { documentKinds } from '../identity/documents.ts'
import { type Language, languages } from '../language.ts'
import { procedureSchema } from './institutionData.ts'

/** A procedure as an admin writes it; the same as a file of the institution says it. */
export type ProcedureData = z.infer<typeof procedureSchema>

/** The lists of a procedure, and the texts that each row of them has. */
export const procedureLists = {
  requirements: ['title', 'detail'],
  thirdPartyRequirements: ['title', 'detail'],
  authorisation: ['text'],
} as const

export type ProcedureList = keyof typeof procedureLists
export const listNames: readonly ProcedureList[] = [
  'requirements',
  'thirdPartyRequirements',
  'authorisation',
]

/** The texts that a procedure has in both languages. */
export const procedureTexts = [
  'name',
  'summary',
  'audience',
  'result',
  'cost',
  'channel',
  'documentWarning',
] as const

export type ProcedureMistake = {
  /** The field's name in the form, such as `requirements-0-title-es`. */
  field: string
  reason: 'missing' | 'too-long' | 'email' | 'code' | 'minutes' | 'other'
}

export type ReadProcedure =
  | { ok: true; data: ProcedureData }
  | { ok: false; mistakes: ProcedureMistake[] }

/** A field's text, by the field's name. */
type Typed = (name: string) => string

/**
 * Reads a procedure out of a form's fields: a text in two languages is `summary-es` and `summary-en`, a
 * row of a list `requirements-0-title-es`, with its code, once it has one, in `requirements-0-code`. A
 * row without any text is no row, which is how one is taken away. Both languages are demanded.
 */
export function readProcedure(typed: Typed, slug: string): ReadProcedure {
  const places: Record<ProcedureList, number[]> = {
    requirements: [],
    thirdPartyRequirements: [],
    authorisation: [],
  }
  const row = (list: ProcedureList, at: number) => ({
    code: line(typed(`${list}-${at}-code`)),
    ...Object.fromEntries(
      procedureLists[list].map((part) => [part, localized(typed, `${list}-${at}-${part}`)]),
    ),
  })
  const rows = (list: ProcedureList) => {
    const all = Array.from({ length: rowCount(typed, list) }, (_, at) => at)
    places[list] = all.filter((at) => !isEmptyRow(typed, list, at))
    const kept = places[list].map((at) => row(list, at))
    return withCodes(kept, places[list], typed, list)
  }
  const warning = localized(typed, 'documentWarning')
  const parsed = procedureSchema.safeParse({
    slug,
    ...Object.fromEntries(procedureTexts.map((name) => [name, localized(typed, name)])),
    documentWarning: warning.es === '' && warning.en === '' ? null : warning,
    free: typed('free') !== 'no',
    minutesAtWindow: /^\d{1,4}$/.test(typed('minutesAtWindow').trim())
      ? Number(typed('minutesAtWindow').trim())
      : 0,
    contactEmail: line(typed('contactEmail')),
    contactPhone: line(typed('contactPhone')),
    requirements: rows('requirements'),
    thirdPartyRequirements: rows('thirdPartyRequirements'),
    authorisation: rows('authorisation'),
    acceptedDocuments: Object.fromEntries(
      documentKinds.map((kind) => [kind, typed(`accepted-${kind}`) || 'accepted']),
    ),
  })
  if (parsed.success) return { ok: true, data: parsed.data }
  return {
    ok: false,
    mistakes: parsed.error.issues.map(({ path, code }) => ({
      field: fieldOf(path.map(String), places),
      reason: reasonOf(path.map(String), code),
    })),
  }
}

/** How many rows a form has of a list; none has more than a procedure may. */
export function rowCount(typed: Typed, list: ProcedureList): number {
  const count = Number(typed(`${list}-count`))
  return Number.isInteger(count) && count > 0 ? Math.min(count, mostRows) : 0
}

/** As many as a procedure may have of one list, and one to write in. */
export const mostRows = 21

/** The fields of a form for a procedure, by their names. */
export function writtenProcedure(data: ProcedureData): Map<string, string> {
  const fields = new Map<string, string>([
    ['slug', data.slug],
    ['free', data.free ? 'sí' : 'no'],
    ['minutesAtWindow', String(data.minutesAtWindow)],
    ['contactEmail', data.contactEmail],
    ['contactPhone', data.contactPhone],
  ])
  for (const kind of documentKinds) fields.set(`accepted-${kind}`, data.acceptedDocuments[kind])
  for (const name of procedureTexts) {
    for (const language of languages)
      fields.set(`${name}-${language}`, data[name]?.[language] ?? '')
  }
  const put = (list: ProcedureList, at: number, part: string, text: Record<Language, string>) => {
    for (const language of languages)
      fields.set(`${list}-${at}-${part}-${language}`, text[language])
  }
  for (const list of ['requirements', 'thirdPartyRequirements'] as const) {
    fields.set(`${list}-count`, String(data[list].length))
    for (const [at, { code, title, detail }] of data[list].entries()) {
      fields.set(`${list}-${at}-code`, code)
      put(list, at, 'title', title)
      put(list, at, 'detail', detail)
    }
  }
  fields.set('authorisation-count', String(data.authorisation.length))
  for (const [at, { code, text }] of data.authorisation.entries()) {
    fields.set(`authorisation-${at}-code`, code)
    put('authorisation', at, 'text', text)
  }
  return fields
}

function localized(typed: Typed, name: string): Record<Language, string> {
  return { es: text(typed(`${name}-es`)), en: text(typed(`${name}-en`)) }
}

function isEmptyRow(typed: Typed, list: ProcedureList, at: number): boolean {
  return procedureLists[list].every((part) =>
    languages.every((language) => text(typed(`${list}-${at}-${part}-${language}`)) === ''),
  )
}

/** A row keeps its code, which visits refer to; a new one gets it from its first words. */
function withCodes(
  rows: readonly object[],
  places: readonly number[],
  typed: Typed,
  list: ProcedureList,
): object[] {
  const taken = new Set<string>()
  return rows.map((row, index) => {
    const at = places[index] ?? 0
    const own = line(typed(`${list}-${at}-code`))
    const first = procedureLists[list][0]
    const code = unlike(own === '' ? codeFrom(typed(`${list}-${at}-${first}-es`)) : own, taken)
    taken.add(code)
    return { ...row, code }
  })
}

function codeFrom(words: string): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.split('-').slice(0, 4).join('-') || 'requisito'
}

function unlike(code: string, taken: ReadonlySet<string>): string {
  let answer = code
  for (let number = 2; taken.has(answer); number += 1) answer = `${code}-${number}`
  return answer
}

/** Lines stay lines; what nobody sees is taken away. */
function text(typed: string): string {
  return typed.normalize('NFC').replace(/\r\n?/g, '\n').trim()
}

function line(typed: string): string {
  return text(typed).replace(/\s+/gu, ' ')
}

function fieldOf(path: readonly string[], places: Record<ProcedureList, number[]>): string {
  const [head = '', second = '', ...rest] = path
  const list = listNames.find((name) => name === head)
  if (list && second !== '') {
    return [
      list,
      places[list][Number(second)] ?? second,
      ...(rest.length > 0 ? rest : ['code']),
    ].join('-')
  }
  if (head === 'acceptedDocuments') return `accepted-${second}`
  return [head, second, ...rest].filter((part) => part !== '').join('-')
}

function reasonOf(path: readonly string[], code: string): ProcedureMistake['reason'] {
  if (path[0] === 'minutesAtWindow') return 'minutes'
  if (path[0] === 'contactEmail') return 'email'
  if (path[0] === 'slug') return 'code'
  if (code === 'too_small') return 'missing'
  return code === 'too_big' ? 'too-long' : 'other'
}
