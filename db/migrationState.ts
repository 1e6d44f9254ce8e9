import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from './database.ts'

/** How far a database was brought, and how far this program would bring it. */
export type MigrationState = {
  applied: number
  known: number
  /** The name of the last migration this program knows. */
  last: string
}

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })).min(1) })

/** Reads what the migrator has noted in the database, and the list of migrations in `migrations`. */
export async function migrationState(
  database: Database,
  migrations: string,
): Promise<MigrationState> {
  const sqlite = database.dialect === 'sqlite'
  const tags = await knownTags(database.dialect, migrations)
  const [row] = await database.read
    .select({ applied: sql<number>`cast(count(*) as integer)` })
    .from(sqlite ? sql`__drizzle_migrations` : sql`drizzle.__drizzle_migrations`)
  return { applied: row?.applied ?? 0, known: tags.length, last: tags.at(-1) ?? '' }
}

/** How many migrations this program knows for a kind of database. */
export async function knownMigrations(
  dialect: Database['dialect'],
  migrations: string,
): Promise<number> {
  return (await knownTags(dialect, migrations)).length
}

async function knownTags(dialect: Database['dialect'], migrations: string): Promise<string[]> {
  const folder = resolve(migrations, dialect === 'sqlite' ? 'sqlite' : 'pg')
  const journal = await readFile(resolve(folder, 'meta/_journal.json'), 'utf8')
  return journalSchema.parse(JSON.parse(journal)).entries.map(({ tag }) => tag)
}
