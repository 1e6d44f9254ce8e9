import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { endLeftOver, forgetOwner, writeOwner } from './redisOwner.ts'
import { endRedis, launchRedis, type RedisPlace } from './redisProcess.ts'
import { socketFor } from './redisSocket.ts'

/** A Redis that belongs to this application and lives as long as it does. */
export type PrivateRedis = {
  /** Its Unix socket, absolute. */
  path: string
  /** Ends it in order; its data stay in the folder. */
  stop(): Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 10_000
/** Having lived this long, a Redis that dies is restarted without delay again. */
const soundMs = 30_000

/**
 * Starts a private Redis with its data in `folder`/redis and waits until it answers. If it dies while
 * the application lives it is started again, after a pause that doubles from 0.1 to 10 seconds. One left
 * over by an application that was killed is ended first. Throws, with one sentence for the operator,
 * when it does not start or when another running application uses the folder.
 */
export async function startPrivateRedis(options: {
  folder: string
  executable: string
}): Promise<PrivateRedis> {
  const folder = resolve(options.folder, 'redis')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const place: RedisPlace = {
    executable: options.executable,
    folder,
    socket: socketFor(folder),
    log: join(folder, 'redis.log'),
  }
  await endLeftOver(folder)

  let stopping = false
  let current: ChildProcess | undefined
  const started = (child: ChildProcess) => {
    current = child
    if (child.pid !== undefined) writeOwner(folder, child.pid)
  }
  const first = await launchRedis(place, started)
  if (!first.ok) {
    forgetOwner(folder)
    throw new Error(`${place.executable} did not start (${first.reason}): see ${place.log}.`)
  }
  const endWithUs = () => current?.kill('SIGTERM')
  process.once('exit', endWithUs)
  const quit = new AbortController()
  const guard = keepAlive(first.process)

  async function keepAlive(child: ChildProcess): Promise<void> {
    let pauseMs = firstPauseMs
    let alive = child
    while (!stopping) {
      const since = performance.now()
      await exitOf(alive)
      if (stopping) return
      if (performance.now() - since > soundMs) pauseMs = firstPauseMs
      for (let up = false; !up && !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        await pause(pauseMs, undefined, { signal: quit.signal }).catch(() => undefined)
        if (stopping) return
        const next = await launchRedis(place, started)
        if (next.ok) alive = next.process
        up = next.ok
      }
    }
  }

  return {
    path: place.socket,
    async stop() {
      stopping = true
      process.off('exit', endWithUs)
      quit.abort()
      if (current) await endRedis(current)
      await guard
      forgetOwner(folder)
    },
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => child.once('exit', () => done()))
}
