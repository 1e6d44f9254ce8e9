import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { databaseTrouble } from '../../src/cli/trouble.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
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
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, ...settings },
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

/** The database of the test with another user or name. */
function postgresWith(changed: { username?: string; pathname?: string }) {
  return Object.assign(new URL(postgres.url), changed).href
}

/** What ends a start outside demo mode, where any host may be named. */
function inService(settings: Record<string, string>) {
  const keys = newKeySettings()
  return {
    PUBLIC_BASE_URL: 'https://turnos.example',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'turnos@example.org',
    SEAL_KEYS: keys.sealKeys,
    HASH_KEY: keys.hashKey,
    LINK_KEYS: keys.linkKeys,
    CONFIRMATION_KEYS: keys.confirmationKey,
    LOG_LEVEL: 'silent',
    ...settings,
  }
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

  test("but not where the fault is the program's", () => {
    expect(databaseTrouble(new TypeError('x is not a function'))).toBeNull()
  })
})
