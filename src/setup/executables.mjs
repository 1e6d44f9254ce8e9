// @ts-check
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

const usualFolders = ['/usr/local/bin', '/usr/bin', '/opt/homebrew/bin', '/snap/bin']

/**
 * The path of the first of `names` that can be run here, or null. A name is looked up in PATH and
 * then where packages usually put programs; an absolute path stands for itself.
 *
 * @param {readonly string[]} names
 * @param {string} [path] what PATH says
 * @returns {string | null}
 */
export function findExecutable(names, path = process.env.PATH ?? '') {
  const folders = [...path.split(delimiter).filter(Boolean), ...usualFolders]
  for (const name of names) {
    const places = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))
    const found = places.find(canRun)
    if (found) return found
  }
  return null
}

/** @param {string} file */
function canRun(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
