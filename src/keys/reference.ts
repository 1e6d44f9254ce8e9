import { randomInt } from 'node:crypto'

// No 0 and O, no 1, I and L. That leaves 31 characters, and 31 is a prime: with weights that differ from
// place to place, a remainder of 31 shows every single wrong character and every swap of two.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const length = 9
const grouped = /^(.{3})(.{3})(.{3})$/

// A vowel with a letter behind it is where words begin; a label on an official paper should spell none.
const word = /[AEU][A-Z]/

/** A reference in its normal form, or why it is none: not nine of our characters, or mistyped. */
export type ParsedReference =
  | { ok: true; reference: string }
  | { ok: false; reason: 'format' | 'check' }

/**
 * A new public reference of a turno, `K7Q-M3X-W92`: eight random characters (over 38 bits) and one that
 * checks them. A label to read out and look up by, not a key: it opens nothing.
 */
export function newReference(): string {
  const random = Array.from({ length: length - 1 }, () =>
    alphabet.charAt(randomInt(alphabet.length)),
  )
  const reference = random.join('') + checkCharacter(random.join(''))
  return word.test(reference) ? newReference() : reference.replace(grouped, '$1-$2-$3')
}

/** Reads a reference as typed: small letters, spaces and hyphens of any kind do not matter. */
export function parseReference(text: string): ParsedReference {
  if (text.length > 64) return { ok: false, reason: 'format' }
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212]+/gu, '')
    .toUpperCase()
  if (
    plain.length !== length ||
    !Array.from(plain).every((character) => alphabet.includes(character))
  ) {
    return { ok: false, reason: 'format' }
  }
  if (weighted(plain) % alphabet.length !== 0) return { ok: false, reason: 'check' }
  return { ok: true, reference: plain.replace(grouped, '$1-$2-$3') }
}

/** The character that makes the weighted sum a multiple of 31; its own weight is 1. */
function checkCharacter(random: string): string {
  const rest = weighted(random) % alphabet.length
  return alphabet.charAt((alphabet.length - rest) % alphabet.length)
}

/** The sum of the characters' places in the alphabet, weighted 9 for the first down to 1 for the last. */
function weighted(text: string): number {
  return Array.from(text)
    .map((character, place) => alphabet.indexOf(character) * (length - place))
    .reduce((total, part) => total + part, 0)
}
