import { randomBytes, randomInt, randomUUID } from 'node:crypto'
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
  // The machine's clock and not the application's: the order only serves the index, and nothing reads
  // a time from an id.
  const time = Date.parse(systemClock.now()).toString(16).padStart(12, '0')
  // A random UUID of version 4 has its variant and 74 of its random bits where one of version 7 has them,
  // and Node draws them for many at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
