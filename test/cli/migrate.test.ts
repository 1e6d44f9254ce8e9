import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { freshPostgres } from '../support/postgres.ts'
import { ground } from './ground.ts'

function journalOf(dialect: 'sqlite' | 'pg'): { tag: string }[] {
  return JSON.parse(readFileSync(`db/migrations/${dialect}/meta/_journal.json`, 'utf8')).entries
}

function upToDate(kind: string, entries: { tag: string }[]): string {
  const count = entries.length === 1 ? '1 migration' : `${entries.length} migrations`
  return `The ${kind} database is up to date: ${count}, the last is ${entries.at(-1)?.tag}.`
}

test('A new SQLite database is made and brought up to date, and a second time changes nothing', async () => {
  const here = ground()
  const first = await here.run('migrate')
  const tables = here.tables()
  const second = await here.run('migrate')
  const after = here.tables()
  here.clear()
  expect(first).toEqual({ code: 0, said: upToDate('SQLite', journalOf('sqlite')), complained: '' })
  expect(second).toEqual(first)
  expect(after).toEqual(tables)
  expect(tables).toHaveProperty('turnos', [])
})

test('A PostgreSQL database is brought up to date', async () => {
  const postgres = await freshPostgres()
  const here = ground({ DATABASE_URL: postgres.url })
  const answer = await here.run('migrate')
  here.clear()
  await postgres.drop()
  expect(answer).toEqual({ code: 0, said: upToDate('PostgreSQL', journalOf('pg')), complained: '' })
})

test('A database of a newer program is told from one that is up to date', async () => {
  const here = ground()
  await here.run('migrate')
  const future = new Sqlite(here.file)
  future.exec("insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)")
  future.close()
  const { code, complained } = await here.run('migrate')
  here.clear()
  expect(code).toBe(1)
  expect(complained).toMatch(/^The database is ahead of this program: /)
})
