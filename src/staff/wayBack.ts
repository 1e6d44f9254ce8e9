const own = 'http://own.invalid'

/**
 * A path of our own to go back to after signing in, as `?volver=` gave it; null for anything that a
 * browser might read as another host.
 */
export function wayBack(given: string): string | null {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(given) || given.length > 500) return null
  const url = URL.canParse(given, own) ? new URL(given, own) : null
  // Dots are taken out only now: `/..//other.example` has become `//other.example`.
  if (url?.origin !== own || url.pathname.startsWith('//')) return null
  return `${url.pathname}${url.search}`
}
