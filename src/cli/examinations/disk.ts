import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codesOf } from '../../../db/errors.ts'
import { placeOf } from '../../../db/place.ts'
import type { Config } from '../../config.ts'
import { examined } from './examined.ts'
import { bad, good, look, type Verdict } from './verdict.ts'

const writes = 20
/** No disk writes so fast what is to survive a loss of power, unless it has a battery. */
const suspiciousMs = 0.03
const slowMs = 50
const megabyte = 1_000_000

/** The folder of the data: free space, what a promise to keep costs, and who may read. */
export async function examineDisk(config: Config): Promise<Verdict[]> {
  const { dataDir } = config
  const place = placeOf(config.databaseUrl)
  const file = place.dialect === 'sqlite' && existsSync(place.file) ? place.file : null
  const folder = file === null ? dataDir : dirname(file)
  if (!existsSync(folder)) {
    return place.dialect === 'postgres'
      ? []
      : [look('disk', `There is no folder ${folder} yet.`, 'Start Turnero once.')]
  }
  // A disk that fails one of these has all the more to say by the others.
  const parts = [
    examined('disk', async () => {
      const { bavail, bsize } = await statfs(folder)
      return [examineSpace(bavail * bsize, file === null ? 0 : statSync(file).size)]
    }),
    examined('fsync', () => (file === null ? [] : [measureSync(folder)])),
    examined('file modes', async () => [await examineModes(dataDir, file)]),
  ]
  return (await Promise.all(parts)).flat()
}

/** Free bytes against the size of the database, which a backup beside it needs once more. */
export function examineSpace(free: number, database: number): Verdict {
  const says = `${Math.round(free / megabyte)} MB are free on the disk of the data.`
  const todo = 'Make room: when the disk is full, nobody can confirm a turno.'
  if (free < 200 * megabyte) return bad('disk', says, todo)
  return free < 1000 * megabyte || free < 2 * database
    ? look('disk', says, todo)
    : good('disk', says)
}

function measureSync(folder: string): Verdict {
  try {
    return examineSync(millisecondsPerWrite(join(folder, `.doctor.${process.pid}`)))
  } catch (error) {
    const [code = 'unknown'] = codesOf(error)
    return bad(
      'fsync',
      `Writing to ${folder} fails (${code}).`,
      'Mend the disk or its permissions, and run this as the user that runs Turnero.',
    )
  }
}

function millisecondsPerWrite(file: string): number {
  const handle = openSync(file, 'w', 0o600)
  try {
    const page = Buffer.alloc(4096, 1)
    const start = performance.now()
    for (let n = 0; n < writes; n += 1) {
      writeSync(handle, page)
      fdatasyncSync(handle)
    }
    return (performance.now() - start) / writes
  } finally {
    closeSync(handle)
    rmSync(file, { force: true })
  }
}

/** How long one write takes until the disk says that it will survive a loss of power. */
export function examineSync(milliseconds: number): Verdict {
  const rate = Math.round(1000 / Math.max(milliseconds, 0.001))
  const says = `The disk promises ${rate} writes a second, ${milliseconds.toFixed(2)} ms each.`
  if (milliseconds < suspiciousMs) {
    return look(
      'fsync',
      `${says} That is faster than disks without a battery are.`,
      'Make sure that it is no RAM disk, and that the disk does not answer before it has written.',
    )
  }
  return milliseconds > slowMs
    ? look('fsync', `${says} That is slow.`, 'Use a local disk: each confirmation waits for one.')
    : good('fsync', says)
}

/** Nobody but the owner needs to read the keys, nor the database, sealed as it is. */
async function examineModes(dataDir: string, file: string | null): Promise<Verdict> {
  const folder = join(dataDir, 'keys')
  const names = existsSync(folder) ? await readdir(folder) : []
  const openKeys = [folder, ...names.map((name) => join(folder, name))].filter(isOpen)
  if (openKeys.length > 0) {
    return bad(
      'file modes',
      `Others on this machine can read ${openKeys.join(' and ')}.`,
      `chmod 700 ${folder} and 600 the files in it; if strangers use the machine, replace the keys.`,
    )
  }
  // A folder that others may not enter guards what is in it.
  if (file !== null && isOpen(file) && isOpen(dirname(file))) {
    return look(
      'file modes',
      `Others on this machine can read ${file}; its personal data is sealed.`,
      `chmod 700 ${dirname(file)}`,
    )
  }
  return good('file modes', 'Only the owner can read the data.')
}

/** Whether group or others may read it, or enter it. */
function isOpen(path: string): boolean {
  return existsSync(path) && (statSync(path).mode & 0o077) !== 0
}
