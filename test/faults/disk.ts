import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A folder on a small disk of its own, where we may make one; else an ordinary folder. */
export type SmallDisk = {
  folder: string
  /** Fills it to the last byte; call the answer to empty it again. Null where it is no disk of its own. */
  fill: (() => () => void) | null
  remove(): void
}

/** Makes `folder` a tmpfs of `megabytes`, which takes root on Linux. */
export function smallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    return { folder, fill: null, remove: () => undefined }
  }
  const ballast = join(folder, 'ballast')
  const remove = () => {
    try {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    } catch {
      // Gone already.
    }
  }
  // A run that is ended must not leave a disk behind.
  process.once('exit', remove)
  return {
    folder,
    fill() {
      for (const size of [1 << 22, 1 << 16, 1 << 12, 1]) {
        const piece = Buffer.alloc(size)
        try {
          for (;;) appendFileSync(ballast, piece)
        } catch {
          // Full for pieces of this size.
        }
      }
      return () => rmSync(ballast, { force: true })
    },
    remove() {
      process.off('exit', remove)
      remove()
    },
  }
}
