import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { Db } from '#dialect'
import * as columns from './columns.pg.ts'
import type { Database } from './database.ts'
import { isRetryable } from './errors.ts'
import { asColumns, asDb } from './faces.ts'
import { transactionGuard } from './guard.ts'
import type { Patience } from './patience.ts'
import { schema } from './schema.ts'

/** Any number that no other program on this database uses: one migration runs at a time. */
const migrationLock = 7_410_233

/** After so long the server ends a statement by itself. */
const statementMs = 10_000
/** A server that has not even said that by now has stopped, or the way to it is lost. */
const silentMs = statementMs + 2000
/** There are ten connections; whoever gets none of them by then is told to come back. */
const turnMs = 5000

/**
 * Opens PostgreSQL. Migrates first, under a lock, so that many processes may start at once.
 * Transactions that lost a serialisation race or a deadlock are tried again, three times in all.
 * A connection that is silent beyond the patience is broken off, and its work fails.
 */
export async function openPostgres(
  url: string,
  migrations: string,
  { silent = silentMs, turn = turnMs }: Patience = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: turn,
    statement_timeout: statementMs,
    lock_timeout: 5000,
    idle_in_transaction_session_timeout: 10_000,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end us.
  pool.on('error', () => undefined)
  // The pool listens to idle connections only; one that breaks between two statements of a
  // transaction would end us too. The next statement on it fails, and says so.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    breakOffWhenSilent(client, silent)
  })
  await migrateUnderLock(pool, migrations)

  const guard = transactionGuard()
  const outer = drizzle(pool)
  const tables = schema(asColumns(columns))
  let closing: Promise<void> | null = null
  let commits = 0

  return {
    dialect: 'postgres',
    tables,
    get read() {
      guard.assertOutside()
      return asDb(outer)
    },
    async transaction(work) {
      try {
        return await tryAgain(() => guard.within(() => onOneConnection(pool, work)))
      } finally {
        // A commit whose answer was lost is one all the same.
        commits += 1
      }
    },
    commits: () => commits,
    joinWorkers: async () => undefined,
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}

/**
 * One transaction. Drizzle would take the connection out of the pool itself, and never give back one on
 * which BEGIN fails: ten of those, and nobody could be served any more.
 */
async function onOneConnection<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await drizzle(client).transaction((tx) => work(asDb(tx)))
  } finally {
    // Whoever gets it next must not be inside what was begun here: then it goes.
    client.release(client.getTransactionStatus() !== 'I')
  }
}

/**
 * The server's own time limits say nothing once it stands still, and whoever waits for it would wait for
 * ever. The driver's `query_timeout` would give a connection back to the pool in the middle of a
 * transaction, so the connection itself goes. 0 is no limit.
 */
function breakOffWhenSilent(client: pg.PoolClient, ms: number): void {
  const stream = socketOf(client)
  stream.removeAllListeners('timeout')
  stream.setTimeout(ms, () => stream.destroy())
}

/** The driver's types leave the socket out. */
function socketOf(client: pg.PoolClient): Socket {
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown = connection instanceof EventEmitter && Reflect.get(connection, 'stream')
  if (stream instanceof Socket) return stream
  throw new Error('The driver of PostgreSQL keeps its socket elsewhere: see breakOffWhenSilent.')
}

async function migrateUnderLock(pool: pg.Pool, migrations: string) {
  const client = await pool.connect()
  try {
    // The patience of requests is too short for another's migration, and for a large one of ours.
    breakOffWhenSilent(client, 0)
    await client.query('set lock_timeout = 0; set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    // Whoever waits for a table keeps everybody behind them waiting too.
    await client.query("set lock_timeout = '15s'")
    await migrate(drizzle(client), { migrationsFolder: migrations })
  } finally {
    // Closing gives the lock back, whatever happened, and forgets the patience.
    client.release(true)
  }
}

async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 3 || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * attempt))
    }
  }
}
