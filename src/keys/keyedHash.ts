import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keyring } from './keyring.ts'

/**
 * A hash that only this installation can make: 43 characters of base64url. Equal values of one purpose
 * have equal hashes; the same value under two purposes has unrelated ones.
 */
export type KeyedHash = (purpose: string, value: string) => string

/** The keyed hash of an installation (HMAC-SHA256). */
export function keyedHash(keyring: Keyring): KeyedHash {
  return (purpose, value) =>
    createHmac('sha256', keyring.hash)
      // The length keeps ("ab", "c") and ("a", "bc") apart.
      .update(`turnero/hash/1|${purpose.length}|${purpose}|${value}`, 'utf8')
      .digest('base64url')
}

/** Whether two texts are equal, in a time that tells nothing about where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8')
  const right = Buffer.from(b, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}
