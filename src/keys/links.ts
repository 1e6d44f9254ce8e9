import { createHmac } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { sameText } from './keyedHash.ts'
import type { Keyring } from './keyring.ts'
import type { KeySet } from './keyText.ts'

/**
 * What a link says: what it is for (a noun such as `turno`), whom or what it is about (an id, never
 * personal data), and the subject's version of such links: raising the stored number revokes older ones.
 * `notAfter` is the last instant at which it is good.
 */
export type Link = { purpose: string; subject: string; version: number; notAfter?: Instant }

export type ReadLink =
  | { ok: true; subject: string; version: number }
  | { ok: false; reason: 'malformed' | 'forged' | 'expired' | 'other-purpose' }

const macBytes = 16
const word = /^[A-Za-z0-9_-]{1,64}$/

/**
 * A signed token for a URL: `purpose.subject.version.expiry.signature.key`. It is not stored, so the same
 * facts give the same token for as long as the key is current. Throws when purpose or subject is not
 * of letters, digits, `-` and `_`.
 */
export function signLink(keyring: Keyring, link: Link): string {
  const { purpose, subject, version, notAfter } = link
  const end = notAfter === undefined ? null : Date.parse(notAfter)
  if (Number.isNaN(end)) throw new Error('A link ends at an instant.')
  const expiry = end === null ? '-' : end.toString(36)
  if (![purpose, subject, expiry].every((part) => word.test(part))) {
    throw new Error('A link is made of plain words.')
  }
  if (!Number.isSafeInteger(version) || version < 0) throw new Error('A version is a whole number.')
  const facts = [purpose, subject, version, expiry].join('.')
  const id = keyring.link.current
  return `${facts}.${signature(keyring.link, id, facts)}.${id}`
}

/**
 * Reads a token that should be for `purpose`. The caller still compares `version` with the stored one.
 * Any change, and a key that is not ours any more, is `forged`; nothing else is said of a forged token.
 */
export function readLink(keyring: Keyring, token: string, purpose: string, now: Instant): ReadLink {
  const parts = token.length > 300 ? [] : token.split('.')
  const [tokenPurpose = '', subject = '', version = '', expiry = '', mac = '', id = ''] = parts
  if (parts.length !== 6 || !parts.every((part) => word.test(part)) || !/^[0-9]+$/.test(version)) {
    return { ok: false, reason: 'malformed' }
  }
  const expected = signature(keyring.link, id, parts.slice(0, 4).join('.'))
  if (expected === null || !sameText(expected, mac)) return { ok: false, reason: 'forged' }
  if (tokenPurpose !== purpose) return { ok: false, reason: 'other-purpose' }
  if (expiry !== '-' && Date.parse(now) > Number.parseInt(expiry, 36)) {
    return { ok: false, reason: 'expired' }
  }
  return { ok: true, subject, version: Number(version) }
}

/** The text of the signature, so that its one spelling is compared and not just its bytes. */
function signature({ keys }: KeySet, id: string, facts: string): string | null {
  const key = keys.get(id)
  if (key === undefined) return null
  const mac = createHmac('sha256', key).update(`turnero/link/1|${id}|${facts}`, 'utf8').digest()
  return mac.subarray(0, macBytes).toString('base64url')
}
