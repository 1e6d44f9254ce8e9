import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { Client } from 'pg'
import { placeOf } from '../../db/place.ts'
import { standingOf } from '../../db/standing.ts'
import { startTestApp } from '../support/app.ts'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'
import { type FilledGround, filledGround } from './filled.ts'
import { type Ground, ground } from './ground.ts'

// Other programs' databases, and places where there is none: a mistyped DATABASE_URL is one of them.

/** The migrator is a library's, so another program may keep the same list. */
const otherTables =
  'create table songs (title text); create table __drizzle_migrations (id integer primary key, hash text, created_at numeric)'
const otherRows = "insert into __drizzle_migrations (hash, created_at) values ('theirs', 1)"

/** Every command that works on the database of the settings. */
const commands = (folder: string): string[][] => [
  ['staff', 'list'],
  ['staff', 'disable', '--email', 'ana@example.org'],
  ['audit', 'verify'],
  ['figures', 'recount'],
  ['figures', 'forget'],
  ['backup', join(folder, 'copy.sqlite')],
  ['transfer', '--to', join(folder, 'target.sqlite'), '--rehearsal'],
]

async function onPostgres(url: string, ...statements: string[]): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  const { rowCount } = await client.query("select from pg_tables where schemaname !~ '^(pg_|info)'")
  await client.end()
  return rowCount ?? 0
}

describe('where there is no database yet', () => {
  let here: Ground
  let postgres: FreshPostgres
  beforeAll(async () => {
    here = ground()
    postgres = await freshPostgres()
  })
  afterAll(async () => {
    here.clear()
    await postgres.drop()
  })

  const noneAt = (place: string) =>
    `There is no database yet at ${place}: run "npm run turnero -- migrate" (or import) first.`

  test('no command but those an installation begins with makes one, nor its folder', async () => {
    for (const line of commands(here.folder)) {
      expect([line, await here.run(...line)]).toEqual([
        line,
        { code: 1, said: '', complained: noneAt(here.file) },
      ])
    }
    expect(existsSync(dirname(here.file))).toBe(false)
    expect(readdirSync(here.folder).filter((name) => name.endsWith('.sqlite'))).toEqual([])
  })

  test('an empty PostgreSQL stays empty, and is not praised', async () => {
    const { host, pathname } = new URL(postgres.url)
    const named = `postgres://${host}${pathname}`
    const settings = { DATABASE_URL: postgres.url }
    for (const line of commands(here.folder)) {
      expect([line, await here.runWith(settings, ...line)]).toEqual([
        line,
        { code: 1, said: '', complained: noneAt(named) },
      ])
    }
    const verified = await here.runWith(settings, 'verify')
    expect(verified).toMatchObject({ code: 1, said: '' })
    expect(verified.complained).toContain(`${named} is not a database of Turnero.`)
    expect(await onPostgres(postgres.url)).toBe(0)
  })

  test('doctor says so, whether the file is missing or empty', async () => {
    const says = async () => {
      const { code, said } = await here.run('doctor')
      return [code, /^bad {3}database .*$/m.exec(said)?.[0]]
    }
    const expected = [1, `bad   database        There is no database yet: ${here.file}.`]
    expect(await says()).toEqual(expected)
    mkdirSync(dirname(here.file), { recursive: true })
    writeFileSync(here.file, '')
    expect(await says()).toEqual(expected)
  })

  test('an empty file, or one where the first migration was cut short, may be filled', async () => {
    const half = join(here.folder, 'half.sqlite')
    const connection = new Sqlite(half)
    connection.exec('create table __drizzle_migrations (id, hash text, created_at numeric)')
    connection.close()
    for (const file of [here.file, half]) {
      writeFileSync(file, '', { flag: 'a' })
      expect(await here.runWith({ DATABASE_URL: file }, 'staff', 'list')).toMatchObject({ code: 1 })
      expect(await standingOf(placeOf(file))).toBe('none')
      expect(await here.runWith({ DATABASE_URL: file }, 'migrate')).toMatchObject({ code: 0 })
      expect(await standingOf(placeOf(file))).toBe('ours')
    }
  })
})

describe.each(['sqlite', 'postgres'] as const)("another program's %s", (dialect) => {
  let mine: FilledGround
  let here: Ground
  let postgres: FreshPostgres
  let url: string
  beforeAll(async () => {
    mine = await filledGround(10)
  })
  afterAll(() => mine.clear())
  beforeEach(async () => {
    here = ground(mine.keys)
    postgres = await freshPostgres()
    url = dialect === 'postgres' ? postgres.url : join(here.folder, 'songs.sqlite')
    if (dialect === 'postgres') await onPostgres(url, 'create table songs (title text)')
    else {
      const connection = new Sqlite(url)
      connection.exec(otherTables)
      connection.exec(otherRows)
      connection.close()
    }
  })
  afterEach(async () => {
    here.clear()
    await postgres.drop()
  })

  async function tables(): Promise<string[] | number> {
    if (dialect === 'postgres') return onPostgres(url)
    const connection = new Sqlite(url, { readonly: true })
    const names = connection.prepare('select name from sqlite_master').pluck().all().map(String)
    connection.close()
    return names
  }
  const named = () => {
    if (dialect === 'sqlite') return url
    const { host, pathname } = new URL(url)
    return `postgres://${host}${pathname}`
  }
  const foreign = (setting: string) =>
    `${named()} is not a database of Turnero: it has tables of another program, so name an empty one in ${setting}.`

  test('gets no tables of Turnero by any command', async () => {
    const before = await tables()
    for (const line of [...commands(here.folder), ['migrate'], ['import', here.folder]]) {
      expect([line, await here.runWith({ DATABASE_URL: url }, ...line)]).toEqual([
        line,
        { code: 1, said: '', complained: foreign('DATABASE_URL') },
      ])
    }
    expect(await tables()).toEqual(before)
  })

  test('is no target of a transfer', async () => {
    const before = await tables()
    expect(await mine.run('transfer', '--to', url, '--rehearsal')).toEqual({
      code: 1,
      said: '',
      complained: foreign('--to'),
    })
    expect(await tables()).toEqual(before)
  })

  test('is not started on', async () => {
    const before = await tables()
    await expect(startTestApp({ config: { databaseUrl: url } })).rejects.toThrow(
      foreign('DATABASE_URL'),
    )
    expect(await tables()).toEqual(before)
  })

  test('is not praised by verify, and doctor does not advise to migrate it', async () => {
    const verified = await here.runWith({ DATABASE_URL: url }, 'verify')
    expect(verified).toMatchObject({ code: 1, said: '' })
    expect(verified.complained).toContain(`${named()} is not a database of Turnero.`)
    const { code, said } = await here.runWith({ DATABASE_URL: url }, 'doctor')
    expect(code).toBe(1)
    expect(said).toContain(`bad   database        ${foreign('DATABASE_URL')}`)
    expect(said).not.toContain('migrate')
  })
})

test('A PostgreSQL takes no dump among the tables of another program', async () => {
  const postgres = await freshPostgres()
  await onPostgres(postgres.url, 'create table songs (title text)')
  const here = ground({ DATABASE_URL: postgres.url })
  const bin = join(here.folder, 'bin')
  mkdirSync(bin)
  // A stand-in for PostgreSQL's program, which comes with the server and not with us.
  const brought = join(here.folder, 'brought')
  const standIn = [
    '#!/bin/sh',
    'echo "3456; 0 16400 TABLE DATA public turnos owner"',
    `[ "$1" = --list ] || : > ${brought}`,
  ]
  writeFileSync(join(bin, 'pg_restore'), `${standIn.join('\n')}\n`, { mode: 0o755 })
  const dump = join(here.folder, 'copy.dump')
  writeFileSync(dump, 'dump')
  const PATH = `${bin}:${process.env.PATH ?? ''}`
  const answer = await here.runWith({ PATH }, 'restore', dump, '--replace')
  const seen = [await onPostgres(postgres.url), existsSync(brought)]
  here.clear()
  await postgres.drop()
  expect(answer).toMatchObject({ code: 1, said: '' })
  expect(answer.complained).toMatch(/is not a database of Turnero/)
  expect(seen).toEqual([1, false])
})

test('What an extension of PostgreSQL brings along is not taken for another program', async () => {
  const postgres = await freshPostgres()
  await onPostgres(postgres.url, 'create table notes (n integer)')
  const apart = await standingOf(placeOf(postgres.url))
  await onPostgres(postgres.url, 'alter extension plpgsql add table notes')
  const part = await standingOf(placeOf(postgres.url))
  await postgres.drop()
  expect([apart, part]).toEqual(['foreign', 'none'])
})
