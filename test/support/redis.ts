import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { endRedis, launchRedis, type RedisPlace } from '../../jobs/redisProcess.ts'
import { findExecutable } from '../../src/setup/executables.mjs'
import { lastingPort } from './port.mjs'

/** A real Redis for one test file, which may be broken in every way a real one breaks. */
export type TestRedis = {
  /** `redis://127.0.0.1:port`, the same after a restart. */
  url: string
  /** Its Unix socket. */
  path: string
  /** Ends it at once (SIGKILL), as a lost machine would. */
  kill(): Promise<void>
  /** Stops it from answering (SIGSTOP) without closing a connection; `resume` lets it go on. */
  freeze(): void
  resume(): void
  /** Ends it if it runs, and starts it again on the same data and the same address. */
  restart(): Promise<void>
  /** FLUSHALL. */
  flush(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** The program the tests run; throws where there is none, for a test never goes without. */
export function redisProgram(): string {
  const named = process.env.REDIS_SERVER
  const found = findExecutable(named ? [named] : ['redis-server', 'valkey-server'])
  if (!found) throw new Error('The tests need redis-server or valkey-server.')
  return found
}

/** Starts a Redis of one's own, with append-only file and without eviction, as in operation. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'turnero-redis-'))
  const port = await lastingPort()
  const place: RedisPlace = {
    executable: redisProgram(),
    folder,
    socket: join(folder, 'redis.sock'),
    log: join(folder, 'redis.log'),
    port,
  }
  let child = await launch(place)
  // A test run that is ended must not leave servers behind.
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)

  return {
    url: `redis://127.0.0.1:${port}`,
    path: place.socket,
    async kill() {
      child.kill('SIGKILL')
      await endRedis(child)
    },
    freeze: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async restart() {
      await endRedis(child)
      child = await launch(place)
    },
    async flush() {
      const client = new Redis(place.socket)
      await client.flushall()
      client.disconnect()
    },
    async stop() {
      process.off('exit', last)
      child.kill('SIGCONT')
      await endRedis(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function launch(place: RedisPlace): Promise<ChildProcess> {
  const launched = await launchRedis(place)
  if (!launched.ok) throw new Error(`Redis did not start (${launched.reason}): see ${place.log}`)
  return launched.process
}
