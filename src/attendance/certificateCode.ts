import { randomInt } from 'node:crypto'

// The characters of a reference: none that is mistaken for another when read from paper.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const length = 16
const grouped = /^(.{4})(.{4})(.{4})(.{4})$/

/** A new code for `/verificar/`: 79 random bits as `7KQM-3XW9-…`. Whoever has it holds the paper. */
export function newCertificateCode(): string {
  const random = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)))
  return random.join('').replace(grouped, '$1-$2-$3-$4')
}

/** A code as typed or scanned, in its normal form; null when it cannot be one. */
export function parseCertificateCode(text: string): string | null {
  if (text.length > 64) return null
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212]+/gu, '')
    .toUpperCase()
  const ours = plain.length === length && [...plain].every((one) => alphabet.includes(one))
  return ours ? plain.replace(grouped, '$1-$2-$3-$4') : null
}
