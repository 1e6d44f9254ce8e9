import { type KeyObject, sign, verify } from 'node:crypto'
import { type Instant, later } from '../clock.ts'
import { fromBase32, toBase32 } from './base32.ts'
import type { Keyring } from './keyring.ts'
import { parseReference } from './reference.ts'

/**
 * What the QR of a confirmation says, and all it says: nothing about the person. `start` is a whole minute.
 * `agency` and `procedure` are their short codes: capitals, digits and hyphens, up to 16 and 12.
 * `version` counts the turno's changes, so that a paper from before a change is recognised.
 */
export type ConfirmationFacts = {
  reference: string
  start: Instant
  agency: string
  procedure: string
  version: number
}

export type ReadConfirmation =
  | { ok: true; facts: ConfirmationFacts }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'forged' }

const format = 'T1'
const epoch = '1970-01-01T00:00:00.000Z'
const form =
  /^T1\.([A-Z0-9]{1,8})\.([A-Z0-9]{9})\.([A-Z0-9]{1,7})\.([A-Z0-9-]{1,16})\.([A-Z0-9-]{1,12})\.([A-Z0-9]{1,4})\.([A-Z2-7]{103})$/

/**
 * The text of the QR: `T1.key.reference.minutes.agency.procedure.version.signature`, at most 170
 * characters, all of QR's alphanumeric set and all fit for one segment of a URL. Ed25519 signs without
 * chance, so the same turno always has the same text. Throws on facts outside their documented form.
 */
export function signConfirmation(keyring: Keyring, facts: ConfirmationFacts): string {
  const { current, signKey } = keyring.confirmation
  const minutes = Date.parse(facts.start) / 60_000
  const payload = [
    format,
    current.toUpperCase(),
    facts.reference.replaceAll('-', ''),
    minutes.toString(36).toUpperCase(),
    facts.agency,
    facts.procedure,
    facts.version.toString(36).toUpperCase(),
  ].join('.')
  const text = `${payload}.${toBase32(sign(null, Buffer.from(payload), signKey))}`
  const whole = [minutes, facts.version].every(Number.isSafeInteger)
  if (!whole || !form.test(text) || !parseReference(facts.reference).ok) {
    throw new Error('A confirmation is signed over a reference, a whole minute and short codes.')
  }
  return text
}

/**
 * Reads such a text with nothing but the public keys: no network, no database. Small letters are taken as
 * capitals. `unknown-key` means that this list of keys may be older than the paper; `forged` that the
 * text is not what was signed. Genuine does not mean still valid: the turno may have been cancelled.
 */
export function readConfirmation(
  verifyKeys: ReadonlyMap<string, KeyObject>,
  text: string,
): ReadConfirmation {
  if (text.length > 200) return { ok: false, reason: 'malformed' }
  const upper = text.trim().toUpperCase()
  const match = form.exec(upper)
  const [, id = '', label = '', minutes = '', agency = '', procedure = '', version = ''] =
    match ?? []
  const reference = parseReference(label)
  const signature = fromBase32(match?.[7] ?? '')
  if (match === null || !reference.ok || signature === null)
    return { ok: false, reason: 'malformed' }
  const key = verifyKeys.get(id.toLowerCase())
  if (key === undefined) return { ok: false, reason: 'unknown-key' }
  const payload = upper.slice(0, upper.lastIndexOf('.'))
  if (!verify(null, Buffer.from(payload), key, signature)) return { ok: false, reason: 'forged' }
  const facts = {
    reference: reference.reference,
    start: later(epoch, { minutes: Number.parseInt(minutes, 36) }),
    agency,
    procedure,
    version: Number.parseInt(version, 36),
  }
  return { ok: true, facts }
}

/** The keys that verify confirmations as a page may carry them: `id:key,…`, each key in base64url. */
export function publicKeysText({
  verifyKeys,
}: Pick<Keyring['confirmation'], 'verifyKeys'>): string {
  return Array.from(verifyKeys, ([id, key]) => `${id}:${key.export({ format: 'jwk' }).x}`).join(',')
}
