import Sqlite from 'better-sqlite3'
import pg from 'pg'
import type { DatabasePlace } from './place.ts'

/** The row of `runs` that tells of backups. */
export const backupRun = 'backup'

const statement = (marks: [string, string, string, string]) =>
  `insert into runs (name, due_at, last_run_at, last_count)
   values (${marks.join(', ')})
   on conflict (name) do update set due_at = excluded.due_at, last_run_at = excluded.last_run_at, last_count = excluded.last_count`

/**
 * Notes in the database itself that it was backed up at `at`, with so many turnos. Beside a running
 * server; and without migrating, since a backup is what one makes before an update.
 */
export async function recordBackup(
  place: DatabasePlace,
  at: string,
  turnos: number,
): Promise<void> {
  const values = [backupRun, at, at, turnos]
  if (place.dialect === 'postgres') {
    const client = new pg.Client({ connectionString: place.url, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query(statement(['$1', '$2', '$3', '$4']), values)
    } finally {
      await client.end()
    }
    return
  }
  const connection = new Sqlite(place.file, { fileMustExist: true, timeout: 5000 })
  try {
    connection.pragma('synchronous = FULL')
    connection.prepare(statement(['?', '?', '?', '?'])).run(...values)
  } finally {
    connection.close()
  }
}
