import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from './database.ts'
import { ForeignDatabase } from './foreignDatabase.ts'
import type { Patience } from './patience.ts'
import { placeOf } from './place.ts'
import { openSqlite } from './sqlite.ts'
import { standingOf } from './standing.ts'

/**
 * Opens the database that `url` names, makes it where there is none, and brings it up to date:
 * `postgres://…`, or a file as `sqlite:path`. Throws `ForeignDatabase`, and touches nothing, where it has
 * tables of another program. `migrations` holds one folder per dialect.
 */
export async function openDatabase(
  url: string,
  migrations: string,
  patience: Patience = {},
): Promise<Database> {
  const place = placeOf(url)
  if ((await standingOf(place, patience.busy)) === 'foreign') throw new ForeignDatabase(place)
  if (place.dialect === 'postgres') {
    // Its driver takes memory that an installation on one file can spare.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(place.url, resolve(migrations, 'pg'), patience)
  }
  mkdirSync(dirname(place.file), { recursive: true })
  return openSqlite(place.file, resolve(migrations, 'sqlite'), patience.busy)
}
