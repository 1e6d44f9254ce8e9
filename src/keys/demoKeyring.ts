import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Keyring, keyringFrom } from './keyring.ts'
import { newKeySettings } from './newKeys.ts'

const fileShape = z.object({
  sealKeys: z.string(),
  hashKey: z.string(),
  linkKeys: z.string(),
  confirmationKey: z.string(),
})

/**
 * The keyring of demo mode, kept in `folder/keys.json` (mode 0600) and made on the first start, unless
 * `make` is false. Two processes that start at once get the same keys. Throws a sentence when there are
 * none, or the file is damaged: new keys would make what the old ones sealed unreadable, so that is left to
 * a person.
 */
export function demoKeyring(folder: string, make = true): Keyring {
  const file = join(folder, 'keys.json')
  const text = readOrNull(file) ?? (make ? create(folder, file) : null)
  if (text === null) {
    throw new Error(
      `There are no keys in the settings, and no ${file}: load the settings (turnero.env).`,
    )
  }
  chmodSync(file, 0o600)
  const settings = fileShape.safeParse(parseJson(text))
  if (!settings.success) {
    throw new Error(`${file} is damaged: restore it, or delete it together with the database.`)
  }
  return keyringFrom(settings.data)
}

function create(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify(newKeySettings(), null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  try {
    // A link appears whole and never replaces: a rename would, and the process that came first would
    // go on with keys that are gone.
    linkSync(draft, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8')
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
