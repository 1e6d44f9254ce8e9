import type { ParsedNumber } from './documentNumber.ts'
import { foldToLatin } from './lookAlikes.ts'
import { longestTyped, withoutSeparators } from './typedText.ts'

// ICAO 9303 gives the number nine places in the machine-readable zone. Some states print longer ones
// and continue them elsewhere, so above nine is a reason to look again, not to refuse.
const lengths = { shortest: 4, usual: 9, longest: 15 }

/**
 * A passport's number: 4 to 15 of A–Z and 0–9 after dropping spaces, hyphens and dots, and reading
 * look-alikes of other scripts as Latin. No pattern per country: the lists that exist lack most of
 * the countries our applicants come from. Warns above nine characters (`long-passport`).
 */
export function parsePassportNumber(text: string): ParsedNumber {
  const read = readLettersAndDigits(text, lengths)
  if (!read.ok) return read
  const long = read.number.length > lengths.usual
  return { ...read, warnings: long ? ['long-passport'] : [] }
}

/** The reading that every free-form number shares: one upper-case text of A–Z and 0–9, or why not. */
export function readLettersAndDigits(
  text: string,
  { shortest, longest }: { shortest: number; longest: number },
): ParsedNumber {
  if (text.length > longestTyped) return { ok: false, reason: 'too-long' }
  const number = withoutSeparators(foldToLatin(text)).replaceAll('.', '')
  if (number === '') return { ok: false, reason: 'number-missing' }
  if (!/^[A-Z0-9]+$/.test(number)) return { ok: false, reason: 'characters' }
  if (number.length < shortest) return { ok: false, reason: 'too-short' }
  if (number.length > longest) return { ok: false, reason: 'too-long' }
  return { ok: true, number, warnings: [] }
}
