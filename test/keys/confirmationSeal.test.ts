import { expect, test } from '@jest/globals'
import { later } from '../../src/clock.ts'
import {
  type ConfirmationFacts,
  readConfirmation,
  signConfirmation,
} from '../../src/keys/confirmationSeal.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { newReference } from '../../src/keys/reference.ts'

const settings = newKeySettings()
const keyring = keyringFrom(settings)
const { verifyKeys } = keyring.confirmation
const facts: ConfirmationFacts = {
  reference: newReference(),
  start: '2026-11-24T13:20:00.000Z',
  agency: '09-CENTRO',
  procedure: 'CNAE',
  version: 1,
}
const text = signConfirmation(keyring, facts)

test('a window reads what was signed with the public keys alone', () => {
  expect(readConfirmation(verifyKeys, text)).toEqual({ ok: true, facts })
  expect(readConfirmation(verifyKeys, ` ${text.toLowerCase()}\n`)).toEqual({ ok: true, facts })
})

test('the same turno has the same text, a changed one another', () => {
  expect(signConfirmation(keyring, facts)).toBe(text)
  expect(signConfirmation(keyring, { ...facts, version: 2 })).not.toBe(text)
})

test('it is short, for QR in its alphanumeric mode, and one segment of a URL', () => {
  const longest = {
    ...facts,
    agency: 'A'.repeat(16),
    procedure: 'P'.repeat(12),
    version: 36 ** 4 - 1,
    start: later('1970-01-01T00:00:00.000Z', { days: 365 * 200 }),
  }
  const confirmationKey = settings.confirmationKey.replace('k1:', 'key45678:')
  const widest = signConfirmation(keyringFrom({ ...settings, confirmationKey }), longest)
  expect(widest.length).toBeLessThanOrEqual(170)
  for (const one of [text, widest]) {
    expect(one).toMatch(/^[0-9A-Z.-]+$/)
    expect(encodeURIComponent(one)).toBe(one)
  }
})

test('every change of one character is noticed', () => {
  for (const place of text.split('').keys()) {
    for (const character of ['2', 'A', 'B', 'Z', '-', '.']) {
      if (text[place] === character) continue
      const altered = text.slice(0, place) + character + text.slice(place + 1)
      expect(readConfirmation(verifyKeys, altered).ok).toBe(false)
    }
  }
})

test('another date under a genuine signature is forged', () => {
  const [format, id, reference, , ...rest] = text.split('.')
  const altered = [format, id, reference, 'HRZZZ', ...rest].join('.')
  expect(readConfirmation(verifyKeys, altered)).toEqual({ ok: false, reason: 'forged' })
})

test('another institution’s key is forged, an id we do not know says so', () => {
  const other = newKeySettings()
  const foreign = signConfirmation(keyringFrom(other), facts)
  expect(readConfirmation(verifyKeys, foreign)).toEqual({ ok: false, reason: 'forged' })
  const confirmationKey = other.confirmationKey.replace('k1:', 'k2:')
  const newer = signConfirmation(keyringFrom({ ...settings, confirmationKey }), facts)
  expect(readConfirmation(verifyKeys, newer)).toEqual({ ok: false, reason: 'unknown-key' })
})

test('old papers outlive a rotation', () => {
  const next = newKeySettings().confirmationKey.replace('k1:', 'k2:')
  const rotated = keyringFrom({
    ...settings,
    confirmationKey: `${next},${settings.confirmationKey}`,
  })
  expect(readConfirmation(rotated.confirmation.verifyKeys, text).ok).toBe(true)
  expect(signConfirmation(rotated, facts)).toMatch(/^T1\.K2\./)
})

test.each(['', 'T1', 'https://example.org', text.slice(0, -1), `${text}A`, 'T1.'.repeat(5_000)])(
  'another text is malformed (%#)',
  (other) => {
    expect(readConfirmation(verifyKeys, other)).toEqual({ ok: false, reason: 'malformed' })
  },
)

test.each([
  { ...facts, reference: 'K7Q-M3X-W22' },
  { ...facts, start: '2026-11-24T13:20:30.000Z' },
  { ...facts, start: 'tomorrow' },
  { ...facts, agency: 'Guayaquil Centro' },
  { ...facts, agency: '' },
  { ...facts, procedure: 'P'.repeat(13) },
  { ...facts, version: -1 },
  { ...facts, version: Number.NaN },
])('facts that would not come back are not signed (%#)', (odd) => {
  expect(() => signConfirmation(keyring, odd)).toThrow()
})
