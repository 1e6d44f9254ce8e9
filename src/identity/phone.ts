// The full metadata (157 kB, on the server only): the small one cannot tell a landline from a mobile.
import {
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'
import { longestTyped, trimTyped } from './typedText.ts'

/** Why a phone number was not taken. `country`: the part after "+" is no country's. */
export type PhoneRefusal =
  | 'missing'
  | 'characters'
  | 'country'
  | 'too-short'
  | 'too-long'
  | 'not-assigned'
  | 'not-mobile'

/** `e164` is for storing and dialling (`+593991234567`), `international` for reading. */
export type ParsedPhone =
  | { ok: true; e164: string; international: string }
  | { ok: false; reason: PhoneRefusal }

/**
 * A mobile number of any country. Without a country code it is read as one of `defaultCountry`, and only
 * if it is none there, as an international number whose "+" was left out. A number that is certainly an
 * Ecuadorian landline is refused (`not-mobile`); elsewhere numbering plans do not always tell, so any
 * valid number is taken.
 */
export function parsePhone(text: string, defaultCountry: CountryCode = 'EC'): ParsedPhone {
  if (text.length > longestTyped) return { ok: false, reason: 'too-long' }
  const typed = trimTyped(text)
  if (typed === '') return { ok: false, reason: 'missing' }
  if (!/^[+＋\p{Nd}\p{Pd}\u2212\p{Zs}().·/]+$/u.test(typed))
    return { ok: false, reason: 'characters' }
  const phone = validNumber(typed, defaultCountry) ?? validNumber(`+${typed}`, defaultCountry)
  if (phone === null) return { ok: false, reason: refusal(typed, defaultCountry) }
  if (phone.country === 'EC' && phone.getType() === 'FIXED_LINE') {
    return { ok: false, reason: 'not-mobile' }
  }
  return { ok: true, e164: phone.number, international: phone.formatInternational() }
}

/**
 * A number of any kind as it is dialled, `+59323945666`: landlines and free numbers too, read as one of
 * `defaultCountry` without a country code. Null for what is not one valid number, as two of them or words.
 */
export function dialledNumber(text: string, defaultCountry: CountryCode = 'EC'): string | null {
  return text.length > longestTyped
    ? null
    : (validNumber(trimTyped(text), defaultCountry)?.number ?? null)
}

function validNumber(text: string, defaultCountry: CountryCode): PhoneNumber | null {
  const phone = parsePhoneNumberFromString(text, { defaultCountry, extract: false })
  return phone?.isValid() ? phone : null
}

const refusals = {
  NOT_A_NUMBER: 'characters',
  INVALID_COUNTRY: 'country',
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
  INVALID_LENGTH: 'not-assigned',
} as const

function refusal(text: string, defaultCountry: CountryCode): PhoneRefusal {
  const reason = validatePhoneNumberLength(text, defaultCountry)
  return reason === undefined ? 'not-assigned' : refusals[reason]
}
