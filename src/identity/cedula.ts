import type { ParsedNumber } from './documentNumber.ts'
import { foldToLatin } from './lookAlikes.ts'
import { longestTyped, withoutSeparators } from './typedText.ts'

const registeredAbroad = 30
const provinces = 24

/**
 * An Ecuadorian cédula: ten digits, of which the first two are the province (01–24, or 30 for people
 * registered abroad) and the last one checks the others. Spaces and hyphens are dropped. A lost leading
 * zero is not guessed back. Passing says that it was typed well, not that it exists.
 *
 * Third digits 0–6 are usual (6 is given to foreigners); 7–9 with a right check digit is a warning
 * (`third-digit`) and not a refusal, because the registry does not vouch for any rule about it.
 */
export function parseCedulaNumber(text: string): ParsedNumber {
  if (text.length > longestTyped) return { ok: false, reason: 'cedula-length' }
  const plain = withoutSeparators(foldToLatin(text))
  // "171999931.0" is a number that went through a spreadsheet; dropping its dot would make up a digit.
  const number = /\.0$/.test(plain) ? plain : plain.replaceAll('.', '')
  if (number === '') return { ok: false, reason: 'number-missing' }
  if (!/^[0-9]+$/.test(number)) return { ok: false, reason: 'characters' }
  // A natural person's RUC is their cédula with the number of an establishment behind it.
  if (/^[0-9]{10}00[1-9]$/.test(number)) return { ok: false, reason: 'looks-like-ruc' }
  if (number.length !== 10) return { ok: false, reason: 'cedula-length' }
  if (!isProvince(Number(number.slice(0, 2)))) return { ok: false, reason: 'cedula-province' }
  if (checkDigit(number.slice(0, 9)) !== Number(number.charAt(9))) {
    return { ok: false, reason: 'cedula-check-digit' }
  }
  return { ok: true, number, warnings: Number(number.charAt(2)) > 6 ? ['third-digit'] : [] }
}

function isProvince(code: number): boolean {
  return (code >= 1 && code <= provinces) || code === registeredAbroad
}

/** Modulus 10 over nine digits: every other digit doubled, starting with the first, less 9 above 9. */
function checkDigit(nine: string): number {
  const sum = Array.from(nine, Number)
    .map((digit, place) => (place % 2 === 0 ? digit * 2 : digit))
    .map((product) => (product > 9 ? product - 9 : product))
    .reduce((total, part) => total + part, 0)
  return (10 - (sum % 10)) % 10
}
