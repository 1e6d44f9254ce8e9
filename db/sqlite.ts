import Sqlite, { type Database as Connection, type Statement } from 'better-sqlite3'
import { drizzle as stockDrizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import * as columns from './columns.sqlite.ts'
import type { Database } from './database.ts'
import { asColumns, asDb } from './faces.ts'
import { schema } from './schema.ts'
import { sharedCommits } from './sharedCommit.ts'
import { soleGuard } from './soleGuard.ts'
import { joinWorkers } from './workersLock.ts'

/** The first version without the bug that could corrupt a database while the WAL is reset. */
const oldestSafeVersion = '3.51.3'

/**
 * Opens a SQLite file with an asynchronous face: writes go through one connection, one transaction
 * at a time; reads outside transactions use a second, read-only connection and so see only what is
 * committed. Migrates first. Throws when the file cannot promise durability.
 */
export function openSqlite(file: string, migrations: string, busyMillis = 5000): Database {
  const writing = connect(file, false, busyMillis)
  migrate(stockDrizzle(writing), { migrationsFolder: migrations })
  assertDurable(writing)
  const reading = connect(file, true, busyMillis)

  const guard = soleGuard()
  // From here on the commits wait for others by themselves, without stopping everybody.
  writing.pragma('busy_timeout = 0')
  const commits = sharedCommits(writing, guard, busyMillis)
  const tables = schema(asColumns(columns))
  const inside = asDb(drizzle(runner(writing, guard.assertInside)))
  const read = asDb(drizzle(runner(reading, guard.assertOutside)))
  let leaveWorkers = () => {}

  return {
    dialect: 'sqlite',
    tables,
    read,
    async transaction(work) {
      guard.assertOutside()
      return commits.transaction(() => work(inside))
    },
    commits: commits.count,
    async joinWorkers(alone) {
      leaveWorkers = await joinWorkers(`${file}-jobs`, alone)
    },
    async close() {
      await commits.idle()
      leaveWorkers()
      reading.close()
      writing.close()
    },
  }
}

/** Of pages, for each connection. What is not among them is in the system's own cache, a copy away. */
const cacheKibibytes = 4096

function connect(file: string, readonly: boolean, busyMillis: number): Connection {
  const connection = new Sqlite(file, { readonly, timeout: busyMillis })
  if (!readonly) connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma(`cache_size = -${cacheKibibytes}`)
  return connection
}

/**
 * better-sqlite3 is built so that WAL mode falls back to NORMAL at the first write unless FULL was
 * set; the pragma only tells the truth after one, so a write comes first.
 */
function assertDurable(connection: Connection) {
  connection.exec('create table if not exists durable (n integer); delete from durable')
  connection.exec('insert into durable values (1)')
  const synchronous = connection.pragma('synchronous', { simple: true })
  const version = String(connection.prepare('select sqlite_version()').pluck().get())
  if (synchronous !== 2) throw new Error('SQLite does not keep synchronous=FULL on this file')
  if (compareVersions(version, oldestSafeVersion) < 0) {
    throw new Error(`SQLite ${version} is older than ${oldestSafeVersion}, which is not safe`)
  }
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

type Runner = Parameters<typeof drizzle>[0]

/** Runs Drizzle's statements on a connection, each prepared once and kept. */
function runner(connection: Connection, assertAllowed: () => void): Runner {
  const kept = new Map<string, Statement<unknown[]>>()
  function prepared(text: string) {
    let statement = kept.get(text)
    if (!statement) {
      statement = connection.prepare<unknown[]>(text)
      if (statement.reader) statement.raw()
      kept.set(text, statement)
    }
    return statement
  }
  return async (text, params, method) => {
    assertAllowed()
    const statement = prepared(text)
    if (!statement.reader) {
      statement.run(...params)
      return { rows: [] }
    }
    const rows = statement.all(...params)
    return { rows: method === 'get' ? (Array.isArray(rows[0]) ? rows[0] : []) : rows }
  }
}
