import { copyFile, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openDatabase } from '../../db/open.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { type FreshPostgres, freshPostgres, postgresServer } from './postgres.ts'
import { story, storyBegins } from './story.ts'

// Hundreds of tests begin with the story's institution in a database of their own. It is loaded once in
// a run, and the rest are copies of it.

/** Names this run of the tests; see globalSetup.mjs. */
const run = process.env.TEST_RUN ?? String(process.pid)

/** Any number that no other program on the test server uses. */
const templateLock = 7_410_299

/** Loads the story's institution into the database at `url`. */
export async function loadStory(url: string): Promise<void> {
  const database = await openDatabase(url, 'db/migrations')
  await importInstitution(database, openStores(database.tables), story, storyBegins)
  await database.close()
}

/** Puts a SQLite database with the story's institution at `file`. */
export async function storyAt(file: string): Promise<void> {
  const template = join(tmpdir(), `turnero-story-${run}.sqlite`)
  if (!(await stat(template).catch(() => null))) {
    const made = `${template}-${process.pid}`
    await loadStory(made)
    // Another worker that makes it at the same time makes the same.
    await rename(made, template)
  }
  await copyFile(template, file)
}

/** A fresh database with the story's institution on a real PostgreSQL; see `freshPostgres`. */
export async function storyOnPostgres(): Promise<FreshPostgres> {
  const name = `story_${run}`
  const server = new Client({ connectionString: await postgresServer() })
  await server.connect()
  try {
    await server.query('select pg_advisory_lock($1)', [templateLock])
    const { rowCount } = await server.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      const made = await freshPostgres()
      await loadStory(made.url)
      await server.query(`alter database ${new URL(made.url).pathname.slice(1)} rename to ${name}`)
    }
  } finally {
    await server.end()
  }
  return freshPostgres(name)
}
