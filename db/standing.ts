import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { DatabasePlace } from './place.ts'

/**
 * Whose the tables at a place are: nobody's, since there is no file or nothing in it (`none`),
 * Turnero's (`ours`), or another program's (`foreign`).
 */
export type Standing = 'none' | 'ours' | 'foreign'

/** What was seen: tables besides the migrator's, whether `turnos` is among them, rows of the migrator. */
export type SeenTables = { tables: number; turnos: boolean; migrations: number }

/**
 * Looks whose a database is, in one view and without writing, so that it may be asked before anything
 * is made or changed, also while others migrate. `busyMillis`: how long to wait for a SQLite file.
 */
export async function standingOf(place: DatabasePlace, busyMillis = 5000): Promise<Standing> {
  if (place.dialect === 'postgres') {
    // Its driver takes memory that an installation on one file can spare.
    const { seenOnPostgres } = await import('./standingPostgres.ts')
    return judged(await seenOnPostgres(place.url))
  }
  return existsSync(place.file) ? judged(seenInFile(place.file, busyMillis)) : 'none'
}

/**
 * The migrator's own table comes before the first migration, so it may be there alone and empty; and
 * other programs have the same migrator, so by itself it proves nothing.
 */
function judged({ tables, turnos, migrations }: SeenTables): Standing {
  if (turnos && migrations > 0) return 'ours'
  return tables === 0 && migrations === 0 ? 'none' : 'foreign'
}

function seenInFile(file: string, busyMillis: number): SeenTables {
  const connection = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: busyMillis })
  try {
    connection.exec('begin')
    const names = connection
      .prepare("select name from sqlite_master where type = 'table' and name not glob 'sqlite_*'")
      .pluck()
      .all()
    const others = names.filter((name) => name !== '__drizzle_migrations')
    const countOf = () => connection.prepare('select count(*) from __drizzle_migrations').pluck()
    return {
      tables: others.length,
      turnos: others.includes('turnos'),
      migrations: others.length < names.length ? Number(countOf().get()) : 0,
    }
  } finally {
    connection.close()
  }
}
