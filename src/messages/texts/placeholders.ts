import type { Language } from '../../language.ts'

/**
 * What texts have holes for, in the words that an admin sees: code and templates know one name, the
 * Spanish text shows another. What is not here is called the same in both.
 */
const spanish: Record<string, string> = {
  code: 'codigo',
  link: 'enlace',
  when: 'fecha',
  time: 'hora',
  zone: 'zona',
  institution: 'institucion',
  agency: 'agencia',
  email: 'correo',
  phone: 'telefono',
  count: 'cantidad',
  reason: 'motivo',
  name: 'nombre',
  days: 'dias',
  old: 'anterior',
  until: 'limite',
}

/** Holes without which a mail would not say what it is for. */
const obligatory: ReadonlySet<string> = new Set(['code', 'link', 'when', 'time', 'until', 'old'])

/** What is wrong with a text; `name` as the admin typed or should have typed it. */
export type TextFault =
  | { fault: 'empty' | 'long' | 'unbalanced' }
  | { fault: 'unknown' | 'missing' | 'not-last'; name: string }

/** Whether a text that has this hole must keep it. */
export function isObligatory(name: string): boolean {
  return obligatory.has(name)
}

export type TextShape = {
  /** The holes that the program fills here. */
  holes: readonly string[]
  /** A hole that the mail shows in big type or as a button right behind the text; null where none. */
  ending: string | null
}

const longest = 1000
const hole = /\{\{\s*([\p{L}\p{N}_]+)\s*\}\}/gu

/** A hole as the texts of a language name it, `{{codigo}}`. */
export function shownHole(name: string, language: Language): string {
  return `{{${language === 'es' ? (spanish[name] ?? name) : name}}}`
}

/** A text as an admin reads and writes it. */
export function shownText(text: string, { ending }: TextShape, language: Language): string {
  const body = text.replace(hole, (_, name: string) => shownHole(name, language))
  return ending === null ? body : `${body} ${shownHole(ending, language)}`
}

/** Reads what an admin wrote: the text as it is kept, or the first thing that is wrong with it. */
export function readText(
  typed: string,
  shape: TextShape,
  language: Language,
): { ok: true; text: string } | ({ ok: false } & TextFault) {
  const line = typed.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (line === '') return { ok: false, fault: 'empty' }
  if (line.length > longest) return { ok: false, fault: 'long' }
  if (/[{}]/.test(line.replace(hole, ''))) return { ok: false, fault: 'unbalanced' }
  const known = [...shape.holes, ...(shape.ending === null ? [] : [shape.ending])]
  const named = [...line.matchAll(hole)].map(([, name = '']) => name)
  const stranger = named.find((name) => innerName(name, known) === null)
  if (stranger !== undefined) return { ok: false, fault: 'unknown', name: `{{${stranger}}}` }
  const used = named.map((name) => innerName(name, known))
  const needed = known.filter((name) => name === shape.ending || obligatory.has(name))
  const missing = needed.find((name) => !used.includes(name))
  if (missing !== undefined) {
    return { ok: false, fault: 'missing', name: shownHole(missing, language) }
  }
  const text = line.replace(hole, (_, name: string) => `{{${innerName(name, known)}}}`)
  return shape.ending === null ? { ok: true, text } : withoutEnding(text, shape.ending, language)
}

/** What fills a text's holes; null where one has no value, so that the default is taken instead. */
export function filled(text: string, values: Record<string, string | number>): string | null {
  let whole = true
  const made = text.replace(hole, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) whole = false
    return String(value ?? '')
  })
  return whole ? made : null
}

/** The holes of a text, each once, in their order. */
export function holesIn(text: string): string[] {
  return [...new Set([...text.matchAll(hole)].map(([, name = '']) => name))]
}

/** The big line or the button stands behind the text, so its hole must stand there too, and once. */
function withoutEnding(text: string, ending: string, language: Language) {
  const mark = `{{${ending}}}`
  const body = text.endsWith(mark) ? text.slice(0, -mark.length).replace(/[\s:]+$/u, '') : ''
  if (body === '' || body.includes(mark)) {
    return { ok: false, fault: 'not-last', name: shownHole(ending, language) } as const
  }
  return { ok: true, text: body } as const
}

/** Either name of a hole, accents and capitals aside; null where it is none of `known`. */
function innerName(typed: string, known: readonly string[]): string | null {
  const plain = typed.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return known.find((name) => name.toLowerCase() === plain || spanish[name] === plain) ?? null
}
