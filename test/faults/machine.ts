import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { systemClock } from '../../src/clock.ts'
import { demoKeyring } from '../../src/keys/demoKeyring.ts'
import type { Keyring } from '../../src/keys/keyring.ts'
import { lastingPort } from '../support/port.mjs'
import { freshPostgres } from '../support/postgres.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { copyOfBuild, type Patch } from './copy.ts'
import { crashChances } from './crashes.ts'
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
  /** Where the processes keep what is theirs, an SQLite database included; gone when the machine is closed. */
  dataFolder: string
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
  /** Arms the crash points that will be passed: whether a crowd books, and the steps of clerks so far. */
  crashes?: { crowd: boolean; stepsTaken: () => number } | null
  /** Fills the database before anything starts. */
  fill?: (database: Database, keyring: Keyring) => Promise<void>
  /** A program, with its arguments, that is to watch every process. */
  watcher?: readonly string[]
}

const diskMegabytes = 512

/** Starts it and waits until it serves. */
export async function startMachine(parts: MachineParts): Promise<Machine> {
  const { dialect, folder, patches = [], web = 2, workers = 2, crashes = null } = parts
  mkdirSync(folder, { recursive: true })
  const copy = copyOfBuild(join(folder, 'application'), patches)
  const disk = smallDisk(join(folder, 'data'), diskMegabytes)
  const postgres = dialect === 'postgres' ? await freshPostgres() : null
  const databaseUrl = postgres?.url ?? join(disk.folder, 'turnero.sqlite')
  const database = await openDatabase(databaseUrl, join(folder, 'application/db/migrations'))
  await importInstitution(database, openStores(database.tables), town, systemClock.now())
  const keyring = demoKeyring(join(disk.folder, 'keys'))
  await parts.fill?.(database, keyring)
  const redis = await startRedis()
  const sink = await startSink()

  const roles: Role[] =
    dialect === 'sqlite'
      ? ['both']
      : [...Array<Role>(web).fill('web'), ...Array<Role>(workers).fill('worker')]
  const deaths: Death[] = []
  const processes: Supervised[] = []
  const began = Date.now()
  /** How much of something one process has to do with in a second. */
  const perSecond = (count: number) => {
    const seconds = Math.max(1, (Date.now() - began) / 1000)
    return count / seconds / Math.max(1, roles.length / 2)
  }
  const crashAt = (role: Role) =>
    crashes
      ? crashChances({
          role,
          deaths,
          mails: perSecond(sink.taken.length),
          steps: perSecond(crashes.stepsTaken()),
          crowd: crashes.crowd,
        })
      : ''
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
        crashAt: () => crashAt(role),
        onDeath: (death) => deaths.push(death),
        ...(parts.watcher ? { watcher: parts.watcher } : {}),
      }),
    )
  }
  const stopProcesses = () => Promise.all(processes.map((one) => one.stop()))
  const machine: Machine = {
    processes,
    ports: processes.filter(({ role }) => role !== 'worker').map(({ port }) => port),
    redis,
    sink,
    database,
    databaseUrl,
    keyring,
    deaths,
    fillDisk: dialect === 'sqlite' ? disk.fill : null,
    dataFolder: disk.folder,
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
  try {
    await Promise.all(processes.map((one) => one.ready()))
  } catch (error) {
    await machine.close()
    throw error
  }
  return machine
}

/** Starts a machine for `work` and closes it afterwards, whatever happened: a test must leave no process behind. */
export async function onMachine<T>(
  parts: MachineParts,
  work: (machine: Machine) => Promise<T>,
): Promise<T> {
  const machine = await startMachine(parts)
  try {
    return await work(machine)
  } finally {
    await machine.close()
  }
}
