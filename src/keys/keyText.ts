/** Keys of one purpose by their id; `current` is the one new texts are made with. */
export type KeySet = { current: string; keys: Map<string, Buffer> }

/** The length of every symmetric key: what AES-256 takes and what HMAC-SHA256 makes full use of. */
export const keyBytes = 32

/** Reads `id:base64,id:base64`, the current key first. Throws a sentence that names `setting`. */
export function parseKeyList(setting: string, text: string): KeySet {
  const entries = splitEntries(setting, text)
  const keys = new Map(
    entries.map(({ id, value }): [string, Buffer] => [id, parseSecret(setting, value)]),
  )
  return { current: entries[0].id, keys }
}

/** Reads one base64 key of 32 bytes. Throws a sentence that names `setting`. */
export function parseSecret(setting: string, text: string): Buffer {
  const value = text.trim()
  if (value === '') throw new Error(`${setting} is missing: make keys with "turnero keys".`)
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) throw new Error(`${setting} is not base64.`)
  const key = Buffer.from(value, 'base64')
  if (key.length !== keyBytes) {
    throw new Error(`${setting} has a key of ${key.length} bytes where ${keyBytes} are needed.`)
  }
  if (!looksRandom(key)) {
    throw new Error(`${setting} has an example value: make keys with "turnero keys".`)
  }
  return key
}

type Entry = { id: string; value: string }

/** Splits a list of keys with ids; at least one, no id twice. Throws a sentence that names `setting`. */
export function splitEntries(setting: string, text: string): [Entry, ...Entry[]] {
  const [first, ...others] = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => splitEntry(setting, part.trim()))
  if (first === undefined) throw new Error(`${setting} is missing: make keys with "turnero keys".`)
  const ids = [first, ...others].map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw new Error(`${setting} has the same key id twice.`)
  return [first, ...others]
}

function splitEntry(setting: string, part: string): Entry {
  const colon = part.indexOf(':')
  const id = part.slice(0, Math.max(colon, 0))
  // Lower case only, because a QR code writes the id in upper case and it must come back.
  if (!/^[a-z0-9]{1,8}$/.test(id)) {
    throw new Error(
      `${setting} must be "id:key", the id being 1 to 8 lower-case letters or digits, as in "k1:…".`,
    )
  }
  return { id, value: part.slice(colon + 1) }
}

/**
 * Whether 32 bytes could have come from a random generator: few repeats, no counting up, not a sentence.
 * A random key fails this about once in 10^13.
 */
function looksRandom(key: Buffer): boolean {
  const bytes = [...key]
  const steps = bytes.map((byte, place) => (byte - (bytes[place - 1] ?? 0)) & 255).slice(1)
  const isText = bytes.every((byte) => byte >= 32 && byte < 127)
  return new Set(bytes).size >= 16 && new Set(steps).size >= 8 && !isText
}
