import { randomBytes } from 'node:crypto'
import { toBase32 } from '../keys/base32.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'

/** As many as fit on a card. */
const howMany = 10

/** Ten recovery codes such as `ABCDE-FGHIJ`, 50 random bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () =>
    toBase32(randomBytes(7))
      .slice(0, 10)
      .replace(/^(.{5})/, '$1-'),
  )
}

/** What a recovery code is kept as: a keyed hash, the same however it is typed. */
export function recoveryKey(hash: KeyedHash, staffId: string, typed: string): string {
  const plain = typed
    .slice(0, 64)
    .normalize('NFKC')
    .toUpperCase()
    // Base32 has neither 0 nor 1: who types them has read an O or an I.
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replace(/[^A-Z2-7]/g, '')
  return hash('staff-recovery', `${staffId}|${plain}`)
}
