import type { KeyedHash } from '../keys/keyedHash.ts'
import type { IdentityDocument } from './documents.ts'

/**
 * What the database knows a holder by: a keyed hash of the normalised document, equal for every way of
 * typing it and useless without the key. The parts cannot contain the bar that separates them.
 */
export function holderKey(hash: KeyedHash, document: IdentityDocument): string {
  return hash('holder', [document.kind, document.country ?? '', document.number].join('|'))
}
