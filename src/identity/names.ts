import { longestTyped, trimTyped } from './typedText.ts'

/** Why a name was not taken. `script`: letters that are not Latin; `symbols`: emoji and other signs. */
export type NameRefusal = 'missing' | 'too-long' | 'control' | 'digits' | 'script' | 'symbols'

export type ParsedName = { ok: true; name: string } | { ok: false; reason: NameRefusal }

const longest = 80

// Apostrophes as keyboards of many countries produce them, the hyphens, the dot of "Jr." and
// the raised dot of Catalan.
const punctuation = "'’‘ʼʻ`´.·\\-\u2010\u2011"

const wholeName = new RegExp(`^(?:\\p{Script=Latin}\\p{M}{0,4}|[${punctuation} ])+$`, 'u')

const foreignLetter = /[^\P{L}\p{Script=Latin}\p{Lm}]/u

/**
 * A name as the passport's Latin lines have it, with every diacritic kept: NFC, runs of spaces made one,
 * 1 to 80 characters of Latin letters with their marks, spaces, apostrophes, hyphens and dots.
 */
export function parseName(text: string): ParsedName {
  if (text.length > longestTyped) return { ok: false, reason: 'too-long' }
  // Only plain and wide spaces are made one: a line break inside a name is no typing slip, and headers
  // and calendar files must never get to see one.
  const name = trimTyped(text)
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
  if (name === '') return { ok: false, reason: 'missing' }
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    return { ok: false, reason: 'control' }
  }
  if (/\p{N}/u.test(name)) return { ok: false, reason: 'digits' }
  if (Array.from(name).length > longest) return { ok: false, reason: 'too-long' }
  if (!wholeName.test(name)) {
    return { ok: false, reason: foreignLetter.test(name) ? 'script' : 'symbols' }
  }
  return /\p{L}/u.test(name) ? { ok: true, name } : { ok: false, reason: 'missing' }
}

/**
 * Surnames, which everyone has: a person with a single name puts it here, because ICAO 9303 puts a single
 * name in the passport's primary identifier and leaves the other empty.
 */
export function parseSurnames(text: string): ParsedName {
  return parseName(text)
}

/** Given names; empty, or a lone dash as some forms ask for, is `name: ''` for a person with a single name. */
export function parseGivenNames(text: string): ParsedName {
  const read = parseName(text)
  return !read.ok && read.reason === 'missing' ? { ok: true, name: '' } : read
}
