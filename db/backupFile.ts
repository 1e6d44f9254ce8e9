import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Makes a file that appears whole or not at all: `make` fills an empty file beside it, which only its
 * owner may read; then it is on disk, then it gets its name. `ready` is called right before that, to
 * clear the place. Gives what `make` gave.
 */
export async function wholeFile<T>(
  file: string,
  make: (draft: string) => Promise<T>,
  ready: () => void = () => undefined,
): Promise<T> {
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`)
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    const made = await make(draft)
    syncPath(draft)
    ready()
    if (existsSync(file)) throw new Error(`${file} appeared meanwhile and was left alone.`)
    renameSync(draft, file)
    syncPath(dirname(file))
    return made
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true })
  }
}

/** Waits until a file, or the names in a folder, are on disk. */
function syncPath(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
