import { createHmac } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { fromBase32, toBase32 } from '../keys/base32.ts'
import { sameText } from '../keys/keyedHash.ts'

/** What every authenticator app assumes: RFC 6238 with SHA-1, six digits, half a minute. */
const stepSeconds = 30
const digits = 6

/** A clock may be one step off, either way (RFC 6238 §5.2). */
const drift = 1

/** A secret as authenticator apps take it: 160 bits (RFC 4226 §4) in base32. */
export function secretText(bytes: Uint8Array): string {
  return toBase32(bytes.subarray(0, 20))
}

/** The code of a time step. Throws when the secret is not in base32. */
export function codeOf(secret: string, step: number): string {
  const key = fromBase32(secret)
  if (key === null) throw new Error('A secret that is not in base32')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/** The time step of an instant. */
export function stepAt(instant: Instant): number {
  return Math.floor(Date.parse(instant) / 1000 / stepSeconds)
}

/**
 * The time step whose code was typed, if it is the current one or a neighbour; null otherwise. The
 * caller sees to it that each step is good once.
 */
export function stepOfCode(secret: string, typed: string, now: Instant): number | null {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '')
  const middle = stepAt(now)
  const steps = [middle, middle - drift, middle + drift]
  return steps.find((step) => sameText(codeOf(secret, step), code)) ?? null
}

/** What the QR for an authenticator app says (the `otpauth` address most of them read). */
export function otpauthUri(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const settings = new URLSearchParams({ secret, issuer, period: String(stepSeconds) })
  return `otpauth://totp/${label}?${settings.toString().replaceAll('+', '%20')}`
}
