const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Bytes as RFC 4648 base32 without padding: capitals and digits only, which a QR code packs tightly. */
export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const fives = bits.match(/.{1,5}/g) ?? []
  return fives.map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('')
}

/** The bytes of a base32 text, or null when it is not exactly what `toBase32` writes. */
export function fromBase32(text: string): Uint8Array | null {
  const bits = Array.from(text, (character) =>
    alphabet.includes(character) ? alphabet.indexOf(character).toString(2).padStart(5, '0') : '?',
  ).join('')
  const bytes = Uint8Array.from(bits.match(/[01]{8}/g) ?? [], (eight) => Number.parseInt(eight, 2))
  return toBase32(bytes) === text ? bytes : null
}
