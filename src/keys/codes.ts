import { randomBytes, randomInt } from 'node:crypto'
import { systemClock } from '../clock.ts'

/** A code for a mail: six digits, all of the million equally likely. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0')
}

/** A secret for a cookie: 192 random bits as 32 characters of base64url. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * An id for a row: a UUID of version 7 (RFC 9562), so new rows sort after old ones and 74 bits of it are
 * random. It is no secret. Never all digits and without a colon, as the job queue wants it.
 */
export function newId(): string {
  const bytes = randomBytes(16)
  // The machine's clock and not the application's: the order only serves the index, and nothing reads
  // a time from an id.
  bytes.writeUIntBE(Date.parse(systemClock.now()), 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
