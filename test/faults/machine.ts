import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { type CrashPoint, crashPoints } from '../../src/crashPoints.ts'
import { demoKeyring } from '../../src/keys/demoKeyring.ts'
import type { Keyring } from '../../src/keys/keyring.ts'
import { lastingPort } from '../support/port.mjs'
import { freshPostgres } from '../support/postgres.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { copyOfBuild, type Patch } from './copy.ts'
import { smallDisk } from './disk.ts'
import { type Death, type Role, type Supervised, supervise } from './processes.ts'
import { type Sink, startSink } from './sink.ts'
import { town } from './town.ts'

export type Dialect = 'sqlite' | 'postgres'

/** A whole installation of its own: the application's processes, database, Redis and mail server. */
export type Machine = {
  processes: Supervised[]
  /** Where pages are served. */
  ports: number[]
  redis: TestRedis
  sink: Sink
  /** The supervisor's own door to the database. */
  database: Database
  databaseUrl: string
  keyring: Keyring
  deaths: Death[]
  fillDisk: (() => () => void) | null
  /** Tells the processes to end; their exit codes, in order. The database stays open. */
  stopProcesses(): Promise<(number | null)[]>
  /** Ends everything and removes the database. */
  close(): Promise<void>
}

export type MachineParts = {
  dialect: Dialect
  folder: string
  patches?: readonly Patch[]
  /** Web processes and workers; on SQLite one process does everything. */
  web?: number
  workers?: number
  crashes?: boolean
  /** A program, with its arguments, that is to watch every process. */
  watcher?: readonly string[]
}

const diskMegabytes = 512

/** Starts it and waits until it serves. */
export async function startMachine(parts: MachineParts): Promise<Machine> {
  const { dialect, folder, patches = [], web = 2, workers = 2, crashes = false } = parts
  mkdirSync(folder, { recursive: true })
  const copy = copyOfBuild(join(folder, 'application'), patches)
  const disk = smallDisk(join(folder, 'data'), diskMegabytes)
  const postgres = dialect === 'postgres' ? await freshPostgres() : null
  const databaseUrl = postgres?.url ?? join(disk.folder, 'turnero.sqlite')
  const database = await openDatabase(databaseUrl, join(folder, 'application/db/migrations'))
  await importInstitution(database, openStores(database.tables), town)
  const keyring = demoKeyring(join(disk.folder, 'keys'))
  const redis = await startRedis()
  const sink = await startSink()

  const roles: Role[] =
    dialect === 'sqlite'
      ? ['both']
      : [...Array<Role>(web).fill('web'), ...Array<Role>(workers).fill('worker')]
  const deaths: Death[] = []
  const processes: Supervised[] = []
  const hits = new Map<CrashPoint, number>(crashPoints.map((point) => [point, 0]))
  const onDeath = (death: Death) => {
    deaths.push(death)
    for (const point of crashPoints) {
      if (death.cause === point) hits.set(point, (hits.get(point) ?? 0) + 1)
    }
  }
  const began = Date.now()
  const mailsPerSecond = () => {
    const seconds = Math.max(1, (Date.now() - began) / 1000)
    return sink.taken.length / seconds / Math.max(1, roles.length / 2)
  }
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  for (const [n, role] of roles.entries()) {
    processes.push(
      supervise({
        name: `${role}${n + 1}`,
        role,
        port: await lastingPort(),
        program: join(copy, role === 'worker' ? 'jobs/worker.js' : 'src/server.js'),
        folder: logs,
        env: {
          DATA_DIR: disk.folder,
          DATABASE_URL: databaseUrl,
          REDIS_URL: redis.url,
          TRUST_PROXY: '1',
          ...(role === 'web' ? { JOBS: 'elsewhere' } : {}),
        },
        smtpUrl: sink.url,
        crashAt: () => (crashes ? chancesFor(role, hits, mailsPerSecond(), roles.length) : ''),
        onDeath,
        ...(parts.watcher ? { watcher: parts.watcher } : {}),
      }),
    )
  }
  const stopProcesses = () => Promise.all(processes.map((one) => one.stop()))
  await Promise.all(processes.map((one) => one.ready()))

  return {
    processes,
    ports: processes.filter(({ role }) => role !== 'worker').map(({ port }) => port),
    redis,
    sink,
    database,
    databaseUrl,
    keyring,
    deaths,
    fillDisk: dialect === 'sqlite' ? disk.fill : null,
    stopProcesses,
    async close() {
      await stopProcesses()
      await sink.stop()
      await redis.stop()
      await database.close()
      await postgres?.drop()
      disk.remove()
    },
  }
}

/** How many seconds the points together should let a process live, where there are that many. */
const lifeSeconds = (processes: number) => (processes === 1 ? 16 : 24)

/** How many points are armed at a time. */
const armedAtOnce = 2

/** How often a process passes a point, for each mail that leaves: every walk has two. */
const passesPerMail: Record<CrashPoint, number> = {
  'before-transaction': 0.5,
  'before-commit': 0.5,
  'after-commit': 0.5,
  'after-enqueue': 0.7,
  'after-smtp': 1,
}

const pointsOf: Record<Role, readonly CrashPoint[]> = {
  web: ['before-transaction', 'before-commit', 'after-commit', 'after-enqueue'],
  worker: ['after-enqueue', 'after-smtp'],
  both: crashPoints,
}

/**
 * Arms those points of this role that were hit least so far, with chances that fit how fast this
 * machine is: `mailsPerSecond` is what one of its processes has to do with.
 */
function chancesFor(
  role: Role,
  hits: ReadonlyMap<CrashPoint, number>,
  mailsPerSecond: number,
  processes: number,
): string {
  return pointsOf[role]
    .toSorted((one, other) => (hits.get(one) ?? 0) - (hits.get(other) ?? 0) || Math.random() - 0.5)
    .slice(0, armedAtOnce)
    .map((point) => {
      const seconds = lifeSeconds(processes) * armedAtOnce
      const passes = seconds * mailsPerSecond * passesPerMail[point]
      const chance = Math.min(0.5, 1 / Math.max(passes, 1))
      return `${point}:${chance.toFixed(4)}`
    })
    .join(',')
}
