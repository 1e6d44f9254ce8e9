import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { isBusy } from './errors.ts'
import type { DatabasePlace } from './place.ts'

/**
 * Whether another program has the database open, a running server above all. On SQLite nobody may
 * leave WAL mode while somebody else is connected, idle or not, so trying to tells; the next start
 * goes back to WAL. On PostgreSQL the server is asked.
 */
export async function isOccupied(place: DatabasePlace): Promise<boolean> {
  if (place.dialect === 'postgres') return hasOtherSessions(place.url)
  if (!existsSync(place.file)) return false
  const connection = new Sqlite(place.file, { timeout: 200 })
  try {
    connection.pragma('journal_mode = DELETE')
    connection.exec('begin exclusive; commit')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    connection.close()
  }
}

async function hasOtherSessions(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend'`,
    )
    return (rows[0]?.others ?? 0) > 0
  } finally {
    await client.end()
  }
}
