import type { Language } from '../language.ts'

/** How many pieces are kept before the oldest half is let go; they are some hundred bytes each. */
const mostKept = 6000

/**
 * Pieces of pages that were written before, by the language and the values that make them what they
 * are. `prove` writes each again whenever it is asked for, and throws where it reads otherwise: a
 * value was forgotten among the arguments.
 */
export function fragments(prove: boolean) {
  let recent = new Map<string, string>()
  let older = new Map<string, string>()

  return (language: Language, values: readonly unknown[], write: () => string): string => {
    const key = keyOf(language, values)
    const known = recent.get(key) ?? older.get(key)
    if (known !== undefined && prove && write() !== known) {
      throw new Error(`What is kept of ${String(values[0])} depends on more than its arguments`)
    }
    const written = known ?? write()
    if (!recent.has(key)) {
      if (recent.size >= mostKept / 2) {
        older = recent
        recent = new Map()
      }
      recent.set(key, written)
    }
    return written
  }
}

/**
 * A piece that was written for one object before, in one language: for a large one that many pages show
 * in the same moment. It goes when the object goes. `prove` as for {@link fragments}.
 */
export function fragmentOf(prove: boolean) {
  const known = new WeakMap<object, Map<Language, string>>()

  return (language: Language, object: object, write: () => string): string => {
    const pieces = known.get(object) ?? new Map<Language, string>()
    known.set(object, pieces)
    const before = pieces.get(language)
    if (before !== undefined && prove && write() !== before) {
      throw new Error('What is kept for an object depends on more than that object')
    }
    const written = before ?? write()
    pieces.set(language, written)
    return written
  }
}

function keyOf(language: Language, values: readonly unknown[]): string {
  let key: string = language
  for (const value of values) {
    if (typeof value === 'string') key += `\n${value}`
    else if (isPlain(value)) key += `\n${typeof value} ${value}`
    else throw new TypeError('A piece is kept by texts, numbers and truths only')
  }
  return key
}

function isPlain(value: unknown): value is number | boolean | null | undefined {
  return (
    typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined
  )
}
