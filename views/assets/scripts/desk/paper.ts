/** What a page knows of the turno at its window, to hold a paper against it. */
export type Expected = { reference: string; start: string }

export type Verdict = 'genuine' | 'older' | 'other' | 'forged' | 'unreadable'

type PaperPorts = {
  /** The public keys that confirmations are signed with, by their ids. */
  keys: ReadonlyMap<string, Uint8Array>
  /** Ed25519. */
  verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): Promise<boolean>
}

const form =
  /^T1\.([A-Z0-9]{1,8})\.([A-Z0-9]{9})\.([A-Z0-9]{1,7})\.[A-Z0-9-]{1,16}\.[A-Z0-9-]{1,12}\.[A-Z0-9]{1,4}\.([A-Z2-7]{103})$/

/**
 * Whether the text of a confirmation's QR is ours and of this very turno, told without the server: by
 * the signature, as src/keys/confirmationSeal.ts makes it.
 */
export async function judgePaper(
  text: string,
  expected: Expected,
  { keys, verify }: PaperPorts,
): Promise<Verdict> {
  const upper = text.trim().toUpperCase()
  const match = upper.length > 200 ? null : form.exec(upper)
  const [, id = '', label = '', minutes = '', letters = ''] = match ?? []
  const signature = fromBase32(letters)
  if (!match || !signature) return 'unreadable'
  const key = keys.get(id.toLowerCase())
  const payload = new TextEncoder().encode(upper.slice(0, upper.lastIndexOf('.')))
  if (!key || !(await verify(signature, payload, key))) return 'forged'
  if (label !== expected.reference.replaceAll('-', '').toUpperCase()) return 'other'
  const start = Number.parseInt(minutes, 36) * 60_000
  return start === Date.parse(expected.start) ? 'genuine' : 'older'
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 without padding; null where bits are left over that are not zero. */
function fromBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let value = 0
  let bits = 0
  let place = 0
  for (const letter of text) {
    value = (value << 5) | alphabet.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[place] = (value >> bits) & 255
    place += 1
    value &= (1 << bits) - 1
  }
  return bytes.length > 0 && value === 0 ? bytes : null
}

/** `id:base64url,id:base64url` as a page has it. */
export function keysOf(text: string): Map<string, Uint8Array> {
  return new Map(
    text.split(',').flatMap((entry): [string, Uint8Array][] => {
      const [id = '', key = ''] = entry.split(':')
      if (id === '' || key === '') return []
      const plain = atob(key.replaceAll('-', '+').replaceAll('_', '/'))
      return [[id, Uint8Array.from(plain, (letter) => letter.charCodeAt(0))]]
    }),
  )
}
