import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { Client } from 'pg'
import { isUnavailable } from '../../db/errors.ts'
import { openDatabase } from '../../db/open.ts'
import { placeOf } from '../../db/place.ts'
import { openSide, transfer } from '../../db/transfer.ts'
import { signLink } from '../../src/keys/links.ts'
import { sealedJson } from '../../src/keys/sealedJson.ts'
import { turnoLinkPurpose } from '../../src/turno/papers.ts'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'
import { dumpOf } from '../support/tables.ts'
import { type FilledGround, filledGround } from './filled.ts'
import { ground } from './ground.ts'

let here: FilledGround
let postgres: FreshPostgres
beforeAll(async () => {
  here = await filledGround(3000)
  postgres = await freshPostgres()
}, 60_000)
afterAll(async () => {
  here.clear()
  await postgres.drop()
})

/** What people hold in their hands, of every turno: reference, link and the hour; and who they are. */
async function papersOf(url: string) {
  const database = await openDatabase(url, 'db/migrations')
  const rows = await database.read.select().from(database.tables.turnos)
  await database.close()
  const seal = sealedJson(here.keyring, 'turno')
  return rows
    .map(({ id, reference, linkVersion, startAt, personal }) => ({
      id,
      reference,
      startAt,
      link: signLink(here.keyring, {
        purpose: turnoLinkPurpose,
        subject: id,
        version: linkVersion,
      }),
      person: seal.open(id, personal),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function contentsOf(url: string) {
  const database = await openDatabase(url, 'db/migrations')
  const dump = await dumpOf(database)
  await database.close()
  return dump
}

/** The lines of the tables: name, rows and hash of either side. */
const linesOf = (said: string) => said.split('\n').filter((line) => / = .* = /.test(line))

describe('moving an installation', () => {
  test('to PostgreSQL and back leaves references, links, people and hashes as they were', async () => {
    const there = await here.run('transfer', '--to', postgres.url)
    expect(there).toMatchObject({ code: 0, complained: '' })
    expect(there.said).toMatch(/every hash equal/)
    expect(linesOf(there.said).length).toBeGreaterThan(30)

    const moved = { ...here.keys, DATABASE_URL: postgres.url }
    const other = ground(moved)
    expect(await other.run('verify')).toMatchObject({ code: 0, complained: '' })
    const back = await other.run('transfer', '--to', `sqlite:${other.file}`)
    expect(back).toMatchObject({ code: 0, complained: '' })
    expect(linesOf(back.said)).toEqual(linesOf(there.said))
    expect(await other.runWith({ DATABASE_URL: other.file }, 'verify')).toMatchObject({ code: 0 })

    const papers = await papersOf(here.file)
    expect(papers).toHaveLength(3000)
    expect(await papersOf(postgres.url)).toEqual(papers)
    expect(await papersOf(other.file)).toEqual(papers)
    // Texts of JSON may be spelt otherwise after PostgreSQL, so these are compared as values.
    const values = (dump: Record<string, string[]>) =>
      Object.entries(dump).map(([name, rows]) => [name, rows.map((row) => JSON.parse(row))])
    expect(values(await contentsOf(other.file))).toEqual(values(await contentsOf(here.file)))
    other.clear()
  }, 60_000)

  test('refuses a target that holds something, and writes nothing', async () => {
    const target = ground()
    await target.run('import', target.folder)
    const before = target.tables()
    const { code, complained } = await here.run('transfer', '--to', target.file)
    expect(code).toBe(1)
    expect(complained).toMatch(
      /^The target is not empty: it has rows in \w+\. Nothing was written\.$/,
    )
    expect(target.tables()).toEqual(before)
    target.clear()
  })

  test('leaves the target empty when a row cannot go in, and can be begun again', async () => {
    const empty = await freshPostgres()
    const sick = ground(here.keys)
    const copy = join(here.folder, 'sick.sqlite')
    await here.run('backup', copy)
    await sick.run('restore', copy)
    const connection = new Sqlite(sick.file)
    connection.exec("update agencies set address = 'a' || char(0) || 'b' where rowid = 1")
    connection.close()
    const refused = await sick.run('transfer', '--to', empty.url)
    expect(refused.code).toBe(1)
    expect(refused.complained).toBe(
      'A row of agencies does not fit the target (22021). Nothing was kept in it.',
    )
    const client = new Client({ connectionString: empty.url })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as count from provinces')
    await client.end()
    expect(rows).toEqual([{ count: 0 }])
    expect(await here.run('transfer', '--to', empty.url)).toMatchObject({ code: 0 })
    sick.clear()
    await empty.drop()
  }, 60_000)

  test.each([
    ['mysql://x:secreta@y/z', '--to must be postgres://… or the path of an SQLite file.'],
    ['postgres://u:secreta#x@y/z', /^--to must be like postgres:.* percent-encoded .*\.$/],
    [
      'postgres://u:secreta@127.0.0.1:1/x',
      'The database that --to names cannot be reached or written (ECONNREFUSED).',
    ],
    ['/dev/null/x.sqlite', /^\/dev\/null .* a file is where a folder is to be: .* change --to\.$/],
    ['package.json', 'The file that --to names is no database.'],
  ])('names --to where the target is at fault: %s', async (to, says) => {
    const { code, said, complained } = await here.run('transfer', '--to', to, '--rehearsal')
    expect({ code, said }).toEqual({ code: 1, said: '' })
    expect(complained).toMatch(says)
    expect(complained).not.toMatch(/secreta|\n/)
  })

  test('names --to where PostgreSQL has no such database or user', async () => {
    const noDatabase = new URL(postgres.url)
    noDatabase.pathname = '/no-such-database'
    const noUser = new URL(postgres.url)
    noUser.username = 'nobody'
    noUser.password = 'secreta'
    const [database, user] = [
      await here.run('transfer', '--to', noDatabase.href, '--rehearsal'),
      await here.run('transfer', '--to', noUser.href, '--rehearsal'),
    ]
    expect([database.complained, user.complained]).toEqual([
      'There is no such database on the server of --to.',
      'PostgreSQL refused the user or the password of --to.',
    ])
  })

  test('nobody writes to the source meanwhile, as a Turnero that is started again would', async () => {
    const target = ground()
    await (await openDatabase(target.file, 'db/migrations')).close()
    const tried: string[] = []
    const tryToWrite = () => {
      const other = new Sqlite(here.file, { timeout: 0 })
      try {
        other.exec('begin immediate')
        tried.push('writes')
      } catch (error) {
        tried.push(isUnavailable(error) ? 'waits' : String(error))
      }
      other.close()
    }
    expect(await transfer(here.file, target.file, tryToWrite)).toMatchObject({ ok: true })
    expect(new Set(tried)).toEqual(new Set(['waits']))
    tryToWrite()
    expect(tried.at(-1)).toBe('writes')
    target.clear()
  })

  test('nor to a PostgreSQL that is left', async () => {
    const { url, drop } = await freshPostgres()
    const writer = await openDatabase(url, 'db/migrations', { silent: 300 })
    const province = { code: '99', name: 'Nueva', capital: 'Nueva', zone: 'America/Guayaquil' }
    const write = () =>
      writer.transaction((tx) => tx.insert(writer.tables.provinces).values(province))
    const source = await openSide(placeOf(url), true)
    await expect(write()).rejects.toThrow()
    await source.close()
    await write()
    await writer.close()
    await drop()
  })

  test('wants Turnero stopped, unless it is a rehearsal', async () => {
    const server = await openDatabase(here.file, 'db/migrations')
    const target = ground()
    const refused = await here.run('transfer', '--to', target.file)
    const rehearsed = await here.run('transfer', '--to', target.file, '--rehearsal')
    await server.close()
    expect(refused).toMatchObject({ code: 1, said: '' })
    expect(refused.complained).toMatch(/stop Turnero on every machine first/)
    expect(rehearsed).toMatchObject({ code: 0 })
    expect(rehearsed.said).toMatch(/This was a rehearsal/)
    target.clear()
  })
})
