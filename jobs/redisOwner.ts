import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type RunningProcess, runningProcess, stillRuns } from './runningProcess.ts'

const processShape = z.object({ pid: z.number().int().positive(), started: z.string() })
const ownerFile = z.object({ application: processShape, redis: processShape })

const fileOf = (folder: string) => join(folder, 'owner.json')

/** Writes down which application runs which Redis on `folder`. */
export function writeOwner(folder: string, redisPid: number): void {
  const application = runningProcess(process.pid)
  const redis = runningProcess(redisPid)
  if (application && redis) {
    writeFileSync(fileOf(folder), JSON.stringify({ application, redis }), { mode: 0o600 })
  }
}

/** Nobody runs a Redis on `folder` any more. */
export function forgetOwner(folder: string): void {
  rmSync(fileOf(folder), { force: true })
}

/**
 * Makes sure that no Redis runs on `folder`: two on one append-only file would ruin it. One whose
 * application is gone is ended, in order if it will. Throws one sentence if its application
 * lives, which may be this very process.
 */
export async function endLeftOver(folder: string): Promise<void> {
  const owner = readOwner(folder)
  if (!owner || !stillRuns(owner.redis)) return
  const { application, redis } = owner
  if (stillRuns(application)) {
    throw new Error(`Another Turnero (process ${application.pid}) is running on ${folder}.`)
  }
  process.kill(redis.pid, 'SIGTERM')
  if (await ends(redis, 5_000)) return
  process.kill(redis.pid, 'SIGKILL')
  if (!(await ends(redis, 5_000))) {
    throw new Error(`A Redis left over on ${folder} (process ${redis.pid}) does not end.`)
  }
}

function readOwner(folder: string): z.infer<typeof ownerFile> | null {
  try {
    return ownerFile.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')))
  } catch {
    // No file, or one cut short by a crash: nobody to ask after.
    return null
  }
}

async function ends(known: RunningProcess, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (stillRuns(known)) {
    if (performance.now() > deadline) return false
    await pause(20)
  }
  return true
}
