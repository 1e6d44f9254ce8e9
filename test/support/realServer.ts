import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { redisProgram } from './redis.ts'

/** The application as an operator runs it: its own process, folder, Redis and mail server. */
export type RealServer = {
  /** Where it says it is: `http://localhost:port`. */
  url: string
  /** Its data folder. */
  folder: string
  /** All it has said so far, its log included. */
  said(): string
  /** Asks it to end (SIGTERM); throws unless it ends by itself, in order and in time. */
  stop(): Promise<void>
}

/** Tuesday 24 November 2026, nine in the morning in Guayaquil; the clock runs on from there. */
const tuesdayMorning = '2026-11-24T09:00:00-05:00'

const startMs = 30_000
const stopMs = 15_000

/**
 * Starts the built application in demonstration mode on a free port and waits until it serves. It
 * has a Redis of its own unless `redisUrl` names another. Throws when it was not built or does not
 * come up, with what it said.
 */
export async function startRealServer(
  options: { clock?: string; redisUrl?: string } = {},
): Promise<RealServer> {
  const program = resolve('dist/src/server.js')
  if (!existsSync(program)) throw new Error('Nothing is built: run npm run build.')
  const folder = await mkdtemp(join(tmpdir(), 'turnero-real-'))
  const { redisUrl, clock = tuesdayMorning } = options
  const child = spawn(process.execPath, [program], {
    // Nothing of this machine's own settings: they would change what is tested.
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: folder,
      CLOCK: clock,
      ...(redisUrl === undefined ? { REDIS_SERVER: redisProgram() } : { REDIS_URL: redisUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)
  let said = ''
  const listen = (part: Buffer) => {
    said += part.toString()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)

  return {
    url: await addressOf(child, () => said),
    folder,
    said: () => said,
    async stop() {
      process.off('exit', last)
      child.kill('SIGTERM')
      const code = await exitWithin(child, stopMs)
      await rm(folder, { recursive: true, force: true })
      if (code !== 0) throw new Error(`The server ended with ${code}:\n${said.slice(-2000)}`)
    },
  }
}

/** The address it prints once it serves. */
function addressOf(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const give = (settle: () => void) => {
      clearTimeout(late)
      child.stdout?.off('data', look)
      child.off('exit', fail)
      settle()
    }
    const look = () => {
      const url = /Turnos en línea\s+(http:\S+)/.exec(said())?.[1]
      if (url !== undefined) give(() => resolve(url))
    }
    const fail = () =>
      give(() => {
        child.kill('SIGKILL')
        reject(new Error(`The server did not come up:\n${said()}`))
      })
    const late = setTimeout(fail, startMs)
    child.stdout?.on('data', look)
    child.once('exit', fail)
    look()
  })
}

/** The code it exits with; kills it and says so when it does not. */
function exitWithin(child: ChildProcess, ms: number): Promise<number | string> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve(child.exitCode)
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      resolve(`nothing within ${ms} ms`)
    }, ms)
    child.once('exit', (code, signal) => {
      clearTimeout(late)
      resolve(code ?? signal ?? 'no code')
    })
  })
}
