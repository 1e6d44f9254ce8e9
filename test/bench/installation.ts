import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { importInstitution } from '../../src/agencies/import.ts'
import type { InstitutionData } from '../../src/agencies/institutionData.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'
import { createServices, type Services } from '../../src/services.ts'
import { nodeFlags } from '../../src/setup/nodeFlags.mjs'
import { directPapers } from '../support/directPapers.ts'
import { freePort } from '../support/port.mjs'
import { freshPostgres } from '../support/postgres.ts'
import { unbuiltAssets } from '../support/unbuiltAssets.ts'
import { type Sink, startSink } from './sink.ts'

/** The name people know it by; a proxy with TLS stands before it, as in operation. */
export const host = 'turnos.example.org'

/** How a server stands, counted since it was last asked. */
const health = z.object({
  loopP99Ms: z.number(),
  loopMaxMs: z.number(),
  rssMb: z.number(),
  cpuMs: z.number(),
  /** Of the main thread alone. */
  mainMs: z.number(),
})
export type Health = z.infer<typeof health>

export type Server = { port: number; pid: number; health(): Promise<Health>; stop(): Promise<void> }

/** A whole installation in a folder of its own: database, mail server, and the built application. */
export type Installation = {
  servers: Server[]
  sink: Sink
  /** The SQLite file; empty on PostgreSQL. */
  file: string
  stop(): Promise<void>
}

type InstallOptions = {
  data: InstitutionData
  dialect?: 'sqlite' | 'postgres'
  /** How many web processes; more than one needs PostgreSQL, where one process more does the jobs. */
  webs?: number
  /** Writes what there is before the servers start, with the application's own services. */
  before?: (services: Services) => Promise<void>
}

/** Sets it up as an operator would, every limit on, and waits until it serves. */
export async function install(options: InstallOptions): Promise<Installation> {
  const { data, dialect = 'sqlite', webs = 1, before } = options
  const folder = await mkdtemp(join(tmpdir(), 'turnero-bench-'))
  const sink = await startSink()
  const postgres = dialect === 'postgres' ? await freshPostgres() : null
  const env = {
    PUBLIC_BASE_URL: `https://${host}`,
    HOST: '127.0.0.1',
    TRUST_PROXY: '1',
    DATA_DIR: folder,
    DATABASE_URL: postgres?.url ?? join(folder, 'turnero.sqlite'),
    SMTP_URL: sink.url,
    MAIL_FROM: 'IESS <turnos@example.org>',
    ...namedKeys(newKeySettings()),
  }
  await prepare(env, data, before)

  const servers: Server[] = []
  const elsewhere = postgres ? { JOBS: 'elsewhere' } : {}
  for (let n = 0; n < webs; n += 1) {
    servers.push(await startServer('dist/src/server.js', folder, { ...env, ...elsewhere }))
  }
  const worker = postgres ? startProcess('dist/jobs/worker.js', folder, env) : null
  return {
    servers,
    sink,
    file: postgres ? '' : env.DATABASE_URL,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      if (worker) await ended(worker)
      sink.stop()
      await postgres?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Env = Record<string, string>

async function prepare(env: Env, data: InstitutionData, before: InstallOptions['before']) {
  const read = readConfig({ ...env, LOG_LEVEL: 'silent' })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const services = await createServices({
    config: {
      ...read.config,
      viewsDir: resolve('views'),
      migrationsDir: resolve('db/migrations'),
    },
    clock: systemClock,
    keyring: keyringFrom({
      sealKeys: env.SEAL_KEYS ?? '',
      hashKey: env.HASH_KEY ?? '',
      linkKeys: env.LINK_KEYS ?? '',
      confirmationKey: env.CONFIRMATION_KEYS ?? '',
    }),
    mailer: { send: async () => ({ outcome: 'sent' }), close: () => {} },
    pdf: directPapers(),
    assets: unbuiltAssets(),
    limitsRedis: null,
    publicUrl: () => `https://${host}`,
    memoSeconds: 1,
    mailbox: null,
  })
  await importInstitution(services.database, services.stores, data, services.clock.now())
  await before?.(services)
  await services.database.close()
}

function startProcess(program: string, folder: string, env: Env): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a')
  const inside = resolve('test/bench/inside.mjs')
  const { PATH = '', BENCH_PROFILE = '' } = process.env
  const child = spawn(process.execPath, [...nodeFlags, '--import', inside, resolve(program)], {
    env: { PATH, BENCH_PROFILE, ...env },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const last = () => child.kill('SIGKILL')
  process.once('exit', last)
  child.once('exit', () => process.off('exit', last))
  return child
}

/** Starts one web process on a free port. */
export async function startServer(program: string, folder: string, env: Env): Promise<Server> {
  const port = await freePort()
  const child = startProcess(program, folder, { ...env, PORT: String(port) })
  const until = Date.now() + 60_000
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/salud/lista`).catch(() => null)
    if (answer?.ok) break
    if (Date.now() > until || child.exitCode !== null) {
      throw new Error(`${program} does not serve:\n${readFileSync(join(folder, 'log'), 'utf8')}`)
    }
    await new Promise((tryAgain) => setTimeout(tryAgain, 50))
  }
  return {
    port,
    pid: child.pid ?? 0,
    health: () => healthOf(child),
    stop: () => ended(child),
  }
}

/** Asks a process that has inside.mjs. */
export function healthOf(child: ChildProcess): Promise<Health> {
  return new Promise((answered) => {
    child.once('message', (message) => answered(health.parse(message)))
    child.send('?')
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.once('exit', () => {
      clearTimeout(force)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
