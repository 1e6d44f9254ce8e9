import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { Client } from 'pg'
import { openDatabase } from '../../db/open.ts'
import { databaseTrouble } from '../../src/cli/trouble.ts'
import { listenTrouble } from '../../src/startTrouble.ts'
import { inService } from '../support/inService.ts'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'

const patienceMs = 30_000

let folder: string
let postgres: FreshPostgres
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-start-'))
  postgres = await freshPostgres()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await postgres.drop()
})

/** Starts a built program that is to end by itself; gives how, and all it said. */
function start(program: 'src/server.js' | 'jobs/worker.js', settings: Record<string, string>) {
  const built = resolve('dist', program)
  if (!existsSync(built)) throw new Error('Nothing is built: run npm run build.')
  const child = spawn(process.execPath, [built], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'silent',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString()
    })
  }
  return new Promise<{ code: number | null; said: string }>((settle) => {
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.once('close', (code) => {
      clearTimeout(late)
      settle({ code, said: said.trimEnd() })
    })
  })
}

/** The database of the test with another user, password or name. */
function postgresWith(changed: { username?: string; password?: string; pathname?: string }) {
  return Object.assign(new URL(postgres.url), changed).href
}

const away = 'postgres://turnero:secreta@127.0.0.1:1/turnero'
const unreachable =
  'The database that DATABASE_URL names cannot be reached or written (ECONNREFUSED).'

describe('a start that cannot be ends with one sentence', () => {
  test.each([
    [
      'HOST',
      'nowhere.invalid',
      /^HOST nowhere\.invalid is no address of this machine \(E[A-Z_]+\): .*$/,
    ],
    [
      'HOST',
      '192.0.2.1',
      /^HOST 192\.0\.2\.1 is no address of this machine \(EADDRNOTAVAIL\): .*$/,
    ],
    ['DATABASE_URL', away, unreachable],
    [
      'DATABASE_URL',
      '/dev/null/x.sqlite',
      /^\/dev\/null cannot be .* change DATA_DIR or DATABASE_URL\.$/,
    ],
    ['DATABASE_URL', resolve('package.json'), 'The file that DATABASE_URL names is no database.'],
  ])(
    'about %s %s',
    async (name, value, says) => {
      const { code, said } = await start('src/server.js', inService({ [name]: value }))
      expect(code).toBe(1)
      expect(said).toMatch(says)
      expect(said.split('\n')).toHaveLength(1)
    },
    patienceMs,
  )

  test(
    'about a user or a database that PostgreSQL does not have',
    async () => {
      const noUser = postgresWith({ username: 'nobody' })
      const noDatabase = postgresWith({ pathname: '/no-such-database' })
      expect([
        await start('src/server.js', { DATABASE_URL: noUser }),
        await start('src/server.js', { DATABASE_URL: noDatabase }),
      ]).toEqual([
        { code: 1, said: 'PostgreSQL refused the user or the password of DATABASE_URL.' },
        { code: 1, said: 'There is no such database on the server of DATABASE_URL.' },
      ])
    },
    2 * patienceMs,
  )

  test(
    "of a worker's too",
    async () => {
      const settings = inService({ DATABASE_URL: away })
      expect(await start('jobs/worker.js', settings)).toEqual({ code: 1, said: unreachable })
    },
    patienceMs,
  )
})

/** What `work` throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('It went well.')
}

test('A port that is for the system alone is told in a sentence', () => {
  const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  expect(listenTrouble(error, '0.0.0.0', 80).message).toBe(
    'PORT 80 is not for this user (EACCES): choose one above 1023.',
  )
})

describe('trouble with a database is told in a sentence', () => {
  test('that may only be read', () => {
    const file = join(folder, 'read-only.sqlite')
    new Sqlite(file).exec('create table t (n integer)').close()
    const connection = new Sqlite(file, { readonly: true })
    const error = thrownBy(() => connection.exec('insert into t values (1)'))
    connection.close()
    expect(databaseTrouble(error)).toBe(
      'The database that DATABASE_URL names cannot be reached or written (SQLITE_READONLY).',
    )
  })

  test('whose folder is a file', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const says = `${file} cannot be made or read, since a file is where a folder is to be: mend it, or change DATA_DIR or DATABASE_URL.`
    const error = thrownBy(() => mkdirSync(file, { recursive: true }))
    expect(databaseTrouble(error)).toBe(says)
    expect(databaseTrouble(new Error('It did not start.', { cause: error }))).toBe(says)
  })

  test('whose address cannot be read', () => {
    expect(databaseTrouble(thrownBy(() => new URL('postgres://u:p#ss@x/y')))).toMatch(
      /^DATABASE_URL cannot be read as an address .* percent-encode .*\.$/,
    )
  })

  test('whose file cannot be written', () => {
    const error = thrownBy(() => openSync(folder, 'w'))
    expect(databaseTrouble(error)).toBe(
      `${folder} cannot be read or written (EISDIR): mend it, or change DATA_DIR or DATABASE_URL.`,
    )
  })

  test('that belongs to somebody else', async () => {
    const name = `visitor_${randomBytes(6).toString('hex')}`
    const owner = new Client({ connectionString: postgres.url })
    await owner.connect()
    await owner.query(`create role ${name} login password 'x'`)
    const url = postgresWith({ username: name, password: 'x' })
    const error = await openDatabase(url, 'db/migrations').catch((thrown: unknown) => thrown)
    await owner.query(`drop role ${name}`)
    await owner.end()
    expect(databaseTrouble(error)).toBe(
      'The user of DATABASE_URL may not do this in its database: make the user its owner.',
    )
  })

  test("but not where the fault is the program's", () => {
    expect(databaseTrouble(new TypeError('x is not a function'))).toBeNull()
  })
})
