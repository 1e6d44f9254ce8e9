import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock.ts'

/** How many messages are kept; the oldest go first. */
const kept = 200

/** What a message's id looks like: its time of arrival, then chance. Sorted as text, oldest first. */
const idPattern = /^\d{8}T\d{9}-[0-9a-f]{8}$/

/** The messages on disk, one `.eml` file each. */
export type MailFolder = {
  /** Keeps the message and returns its id; once it returns, the message survives a power cut. */
  keep(message: Buffer): Promise<string>
  /** Ids, newest first. */
  ids(): Promise<string[]>
  /** The file of a message; null for what is no id, so that no other file can be asked for. */
  fileOf(id: string): string | null
}

/** Opens (and makes, for us only) the folder `path`; `clock` dates the arrivals. */
export async function openMailFolder(path: string, clock: Clock): Promise<MailFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const nameOf = (id: string) => join(path, `${id}.eml`)

  async function ids(): Promise<string[]> {
    const names = await readdir(path)
    return names
      .map((name) => name.replace(/\.eml$/, ''))
      .filter((id) => idPattern.test(id))
      .sort()
      .reverse()
  }

  return {
    ids,
    fileOf: (id) => (idPattern.test(id) ? nameOf(id) : null),
    async keep(message) {
      const moment = clock.now().replace(/[-:.Z]/g, '')
      const id = `${moment}-${randomBytes(4).toString('hex')}`
      const unfinished = join(path, `.${id}`)
      await writeThrough(unfinished, message)
      await rename(unfinished, nameOf(id))
      await syncFolder(path)
      for (const old of (await ids()).slice(kept)) await rm(nameOf(old), { force: true })
      return id
    },
  }
}

async function writeThrough(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Only then is the new name itself on disk. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
