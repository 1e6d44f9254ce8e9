import type { KeyedHash } from './keyedHash.ts'

/**
 * The id of what a form makes: the same for the same form, so that sending it twice makes it once. In the
 * shape of the other ids, so that it sorts and travels like them.
 */
export function idOfForm(hash: KeyedHash, purpose: string, form: string): string {
  const hex = Buffer.from(hash(purpose, form), 'base64url').toString('hex').slice(0, 32)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
