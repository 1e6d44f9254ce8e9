import { isTorn } from '../addressForms.ts'

const secretParameter = /pass|pwd|secret|token|key/i

/**
 * An address without its secrets: the password, and parameters that look like one, become `***`. What
 * cannot be read as an address is not shown at all, since a mistyped one may hold a password anywhere.
 */
export function maskedAddress(address: string): string {
  if (!address.includes('://')) return address.includes('@') ? '***' : address
  if (!URL.canParse(address)) return '***'
  const url = new URL(address)
  if (isTorn(url)) return '***'
  if (url.password !== '') url.password = '***'
  for (const name of [...url.searchParams.keys()]) {
    if (secretParameter.test(name)) url.searchParams.set(name, '***')
  }
  return url.href
}
