// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * One digest over the names and contents of everything under `paths` (files or folders, relative to
 * `root`; a missing one counts as missing). Contents rather than dates: git sets dates as it likes.
 *
 * @param {string} root
 * @param {readonly string[]} paths
 * @param {readonly string[]} [besides] other facts the result depends on
 * @returns {string}
 */
export function digestOf(root, paths, besides = []) {
  const hash = createHash('sha256').update(JSON.stringify(besides))
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

/**
 * Whether `stamp` says that the work was done for exactly this `digest`.
 *
 * @param {string} stamp path of the stamp file
 * @param {string} digest
 */
export function isStamped(stamp, digest) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
}

/**
 * Leaves the mark that `isStamped` looks for; only after the work is done.
 *
 * @param {string} stamp
 * @param {string} digest
 */
export function leaveStamp(stamp, digest) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

/**
 * @param {string} path
 * @returns {string[]} sorted, so that the digest does not depend on the file system
 */
function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)))
}
