const hidden = '····'

/**
 * A document's number for a screen: its last four characters, or fewer of a short one, so that at least
 * half stays hidden (`····3421`).
 */
export function maskDocument(number: string): string {
  return hidden + lastOf(number, 4)
}

/** An e-mail address for a screen: the first letter and the domain (`a···@gmail.com`). */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? hidden : `${address.charAt(0)}···${address.slice(at)}`
}

/** A phone number for a screen: its last three digits (`····567`). */
export function maskPhone(e164: string): string {
  return hidden + lastOf(e164, 3)
}

function lastOf(text: string, most: number): string {
  return text.slice(text.length - Math.min(most, Math.floor(text.length / 2)))
}
