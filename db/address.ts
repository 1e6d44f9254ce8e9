import { readAddress } from '../src/addressForms.ts'
import { placeOf } from './place.ts'

/**
 * Why this is no address of a database, as the end of a sentence that begins with the name of the
 * setting or option; null where it is one. The address itself, which may hold a password, is not quoted.
 */
export function addressFault(address: string): string | null {
  if (placeOf(address).dialect === 'postgres') {
    return isPostgres(address)
      ? null
      : 'must be like postgres://user:password@host:5432/name, with characters like # / @ % in the password percent-encoded (%23 %2F %40 %25)'
  }
  // A file that is named after an address would be made without a word.
  return /^\s*([a-z][a-z0-9+.-]*:\/\/|postgres(ql)?:)/i.test(address) || address.trim() === ''
    ? 'must be postgres://… or the path of an SQLite file'
    : null
}

/** The driver takes addresses without a host too, for a socket on this machine. */
function isPostgres(address: string): boolean {
  const withHost = address
    .replace('@/', '@socket/')
    .replace(/^(postgres(?:ql)?:\/\/)\//, '$1socket/')
  return readAddress(withHost, ['postgres', 'postgresql']) !== null
}
