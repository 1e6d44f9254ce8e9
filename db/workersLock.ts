import Sqlite, { type Database as Connection } from 'better-sqlite3'
import { isBusy } from './errors.ts'

/** How long somebody else who is alone may take for what they do first. */
const joinMillis = 5000

/**
 * Counts this process among the workers that `file`, an empty SQLite file, stands for, until it ends,
 * however it ends, or calls the answer. Where no other worker is alive, `alone` is done first, and nobody
 * can join meanwhile. Every worker has a shared lock on the file, and who is alone an exclusive one: they
 * are the operating system's, which frees them when it buries the process, and as much to be trusted as
 * those that keep two programs from writing one database.
 */
export async function joinWorkers(file: string, alone: () => Promise<void>): Promise<() => void> {
  const connection = new Sqlite(file, { timeout: 0 })
  if (tryAlone(connection)) {
    try {
      await alone()
    } finally {
      connection.exec('COMMIT')
    }
  }
  connection.pragma(`busy_timeout = ${joinMillis}`)
  // Reading takes the shared lock, and an open transaction keeps it.
  connection.exec('BEGIN')
  connection.prepare('select count(*) from sqlite_master').get()
  return () => connection.close()
}

function tryAlone(connection: Connection): boolean {
  try {
    connection.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}
