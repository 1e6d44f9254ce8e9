import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CrashPoint, crashPoints } from '../../src/crashPoints.ts'

/** What a process does: serve pages, do the jobs, or both. */
export type Role = 'web' | 'worker' | 'both'

/** How one life of a process ended. */
export type Death = {
  /** The incarnation: the process's name and how many times it was started. */
  who: string
  at: number
  cause: 'killed' | 'stopped' | 'by itself' | CrashPoint
  /** What it said last, if nobody ended it. */
  said: string
}

/** One process of the application, started again whenever it dies. */
export type Supervised = {
  name: string
  role: Role
  port: number
  /** The name of its present incarnation. */
  who(): string
  alive(): boolean
  /** SIGKILL, as a lost machine. */
  kill(): void
  /** SIGSTOP and, after `ms`, SIGCONT. */
  pause(ms: number): Promise<void>
  /** SIGTERM; the code it exits with, or null when it had to be killed after 50 seconds. */
  restart(): Promise<number | null>
  /** Resolves when it serves. */
  ready(): Promise<void>
  /** SIGTERM for good; the exit code. */
  stop(): Promise<number | null>
  /** From the next incarnation on, no crash point is armed. */
  disarm(): void
}

type Parts = {
  name: string
  role: Role
  port: number
  program: string
  folder: string
  env: Record<string, string>
  smtpUrl: (sender: string) => string
  /** CRASH_AT of the incarnation that starts now; empty for none. */
  crashAt: () => string
  onDeath: (death: Death) => void
  /** A program, with its arguments, that is to watch ours. */
  watcher?: readonly string[]
}

const stopMs = 50_000

/** Starts a process and keeps it alive. */
export function supervise(parts: Parts): Supervised {
  const { name, role, port, program, folder, env, smtpUrl, onDeath, watcher = [] } = parts
  let { crashAt } = parts
  let life = 0
  let expected: 'killed' | 'stopped' | null = null
  let stopped = false
  let child: ChildProcess = start()
  // A run that is ended must not leave processes behind.
  process.once('exit', () => child.kill('SIGKILL'))

  function start(): ChildProcess {
    life += 1
    expected = null
    const who = `${name}-${life}`
    const log = join(folder, `${who}.log`)
    const output = openSync(log, 'a')
    const armed = crashAt()
    const [first = process.execPath, ...rest] = [...watcher, process.execPath, program]
    const started = spawn(first, rest, {
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...env,
        SMTP_URL: smtpUrl(who),
        ...(armed === '' ? {} : { CRASH_AT: armed }),
      },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    started.once('exit', () => {
      const said = tail(log)
      const point = /crash point ([a-z-]+)\n$/.exec(said)?.[1]
      const cause = expected ?? crashPointOf(point) ?? 'by itself'
      onDeath({ who, at: Date.now(), cause, said: cause === 'by itself' ? said : '' })
      if (!stopped) setTimeout(() => !stopped && renew(), 250)
    })
    return started
  }

  function renew() {
    child = start()
  }

  const gone = () => child.exitCode !== null || child.signalCode !== null

  function terminate(): Promise<number | null> {
    if (gone()) return Promise.resolve(child.exitCode)
    const ending = child
    return new Promise((resolve) => {
      const force = setTimeout(() => ending.kill('SIGKILL'), stopMs)
      ending.once('exit', (code) => {
        clearTimeout(force)
        resolve(code)
      })
      expected = 'stopped'
      ending.kill('SIGTERM')
    })
  }

  /** Whether it serves pages, or, where it only works, says that it does. */
  async function ready() {
    const end = Date.now() + 120_000
    while (Date.now() < end) {
      if (role === 'worker') {
        if (tail(join(folder, `${name}-${life}.log`)).includes('Working.')) return
        await new Promise((resolve) => setTimeout(resolve, 50))
        continue
      }
      const answer = await fetch(`http://127.0.0.1:${port}/salud/lista`, {
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`${name} does not serve:\n${tail(join(folder, `${name}-${life}.log`))}`)
  }

  return {
    name,
    role,
    port,
    who: () => `${name}-${life}`,
    alive: () => !gone(),
    kill() {
      if (gone()) return
      expected = 'killed'
      child.kill('SIGKILL')
    },
    async pause(ms) {
      const paused = child
      paused.kill('SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, ms))
      paused.kill('SIGCONT')
    },
    async restart() {
      const code = await terminate()
      await new Promise((resolve) => setTimeout(resolve, 400))
      await ready()
      return code
    },
    ready,
    async stop() {
      stopped = true
      return terminate()
    },
    disarm() {
      crashAt = () => ''
    },
  }
}

function crashPointOf(text: string | undefined): CrashPoint | null {
  return crashPoints.find((point) => point === text) ?? null
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').slice(-3000)
}
