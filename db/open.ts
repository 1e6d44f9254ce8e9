import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from './database.ts'
import { placeOf } from './place.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Opens the database that `url` names and brings it up to date: `postgres://…`, or a file as
 * `sqlite:path`. `migrations` holds one folder per dialect. `busyMillis` is how long a write to the
 * file waits for another program that has it; all other writes wait with it, so it is short. For
 * PostgreSQL it is how long a connection may be silent.
 */
export async function openDatabase(
  url: string,
  migrations: string,
  busyMillis?: number,
): Promise<Database> {
  const place = placeOf(url)
  if (place.dialect === 'postgres') {
    // Its driver takes memory that an installation on one file can spare.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(url, resolve(migrations, 'pg'), busyMillis)
  }
  mkdirSync(dirname(place.file), { recursive: true })
  return openSqlite(place.file, resolve(migrations, 'sqlite'), busyMillis)
}
