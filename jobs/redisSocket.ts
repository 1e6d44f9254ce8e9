import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The longest socket path every system takes, in bytes (Linux 107, macOS 103). */
const longestPath = 103

/**
 * Where the Redis of `folder` listens: inside it, or, where that path is too long for a socket, in a
 * folder of the system's temporary one which only we may enter. Always the same path for the same
 * folder. Throws if somebody else owns that temporary folder.
 */
export function socketFor(folder: string): string {
  const inside = join(folder, 'redis.sock')
  if (Buffer.byteLength(inside) <= longestPath) return inside
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const shelter = join(tmpdir(), `turnero-${digest}`)
  mkdirSync(shelter, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(shelter)
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`${shelter} belongs to somebody else; remove it and start again.`)
  }
  return join(shelter, 'redis.sock')
}
