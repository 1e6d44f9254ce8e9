import { isIP } from 'node:net'

/**
 * Reads an address with one of these schemes, `['smtp', 'smtps']`. Null where it cannot be read, names
 * no host, or a raw `#`, `/`, `?` or `%` in its password cut it short so that it only looks like one.
 */
export function readAddress(text: string, schemes: readonly string[]): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (!schemes.includes(url.protocol.slice(0, -1)) || !text.includes('://')) return null
  if (url.hostname === '' || isTorn(url)) return null
  return isDecodable(url.username) && isDecodable(url.password) ? url : null
}

/**
 * Whether a raw `#`, `/` or `?` in the password ended it too early: whoever signs in stands before the
 * host, so an @ behind it is the rest of that password.
 */
export function isTorn({ hash, pathname, search, username }: URL): boolean {
  return hash !== '' || pathname.includes('@') || (username === '' && search.includes('@'))
}

/** Whether it is the public address of an installation: scheme, host and port, nothing behind them. */
export function isPlainOrigin(text: string): boolean {
  return /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text) && URL.canParse(text)
}

/** Whether it is a sender as mails show it: `turnos@example.org` or `Name <turnos@example.org>`. */
export function isSender(text: string): boolean {
  const address = '[^\\s,;<>"@\\p{Cc}]+@[^\\s,;<>"@\\p{Cc}]+'
  // Outside quotes these would make it a list or a group of addresses.
  const name = '(?:"[^"\\p{Cc}]*"|[^",;:<>@\\p{Cc}]*)'
  return new RegExp(`^(?:${address}|${name}\\s*<${address}>)$`, 'u').test(text)
}

/** Whether it is one network as Express reads them: an address, `10.0.0.0/8`, or one of its names. */
export function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', size, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  if (size === undefined) return true
  if (version === 4 && isIP(size) === 4) return isMask(size)
  return /^\d{1,3}$/.test(size) && Number(size) > 0 && Number(size) <= (version === 4 ? 32 : 128)
}

/** Whether it is a network's size spelt as an address, `255.255.0.0`: ones, then zeros. */
function isMask(text: string): boolean {
  const bits = text.split('.').map((part) => Number(part).toString(2).padStart(8, '0'))
  return /^1+0*$/.test(bits.join(''))
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}
