import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A change of one built file: `find` must be there exactly once. */
export type Patch = { file: string; find: string; replace: string }

/**
 * A copy of the built application in `folder`, with `patches` applied, that can be run from there.
 * So no switch for the tests lives in the application itself. Throws when nothing is built, or when a
 * patch does not fit the build any more. Answers the folder of the copied build.
 */
export function copyOfBuild(folder: string, patches: readonly Patch[] = []): string {
  const built = resolve(process.env.FAULTS_DIST ?? 'dist')
  if (!existsSync(join(built, 'src/server.js'))) {
    throw new Error('Nothing is built: run npm run build.')
  }
  mkdirSync(folder, { recursive: true })
  for (const name of ['views', 'db', 'node_modules', 'package.json']) {
    symlinkSync(resolve(name), join(folder, name))
  }
  const copy = join(folder, 'dist')
  cpSync(built, copy, { recursive: true })
  for (const patch of patches) writeFileSync(join(copy, patch.file), patched(copy, patch))
  return copy
}

/** A file of a build with a patch applied; throws when the patch does not fit it any more. */
export function patched(build: string, { file, find, replace }: Patch): string {
  const text = readFileSync(join(build, file), 'utf8')
  if (text.split(find).length !== 2) throw new Error(`The patch of ${file} does not fit: ${find}`)
  return text.replace(find, () => replace)
}
