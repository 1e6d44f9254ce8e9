import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { z } from 'zod'

const entry = z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')))

/** Whether a package at `place` finds `name`: beside itself or further up. */
function isLocked(place: string, name: string): boolean {
  if (`${place ? `${place}/` : ''}node_modules/${name}` in lock.packages) return true
  return (
    place !== '' &&
    isLocked(place.slice(0, place.lastIndexOf('node_modules/')).replace(/\/$/, ''), name)
  )
}

// `npm ci` refuses a lock file in which one is missing, on every system; a registry that keeps only
// some systems' packages leaves them out when the lock file is written.
test('the lock file knows the packages of every system, not only of this one', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
  )
  expect(missing).toEqual([])
})
