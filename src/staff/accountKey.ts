import { longestTyped, trimTyped } from '../identity/typedText.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'

/** What an account is found by: a keyed hash of its address, large and small letters being the same. */
export function accountKeyOf(hash: KeyedHash, typedEmail: string): string {
  const typed = trimTyped(typedEmail.slice(0, 4 * longestTyped)).normalize('NFKC')
  return hash('staff-email', typed.toLowerCase())
}
