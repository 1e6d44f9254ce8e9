import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Opens the database that `url` names and brings it up to date: `postgres://…`, or a file as
 * `sqlite:path`. `migrations` holds one folder per dialect.
 */
export async function openDatabase(url: string, migrations: string): Promise<Database> {
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url, resolve(migrations, 'pg'))
  const file = resolve(url.replace(/^sqlite:/, ''))
  mkdirSync(dirname(file), { recursive: true })
  return openSqlite(file, resolve(migrations, 'sqlite'))
}
