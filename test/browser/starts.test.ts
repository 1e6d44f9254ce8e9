import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import pg from 'pg'
import { inService } from '../support/inService.ts'
import { lastingPort } from '../support/port.mjs'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'
import { type RealServer, startRealServer } from '../support/realServer.ts'
import { until } from '../support/until.ts'

// Starts of the built application that no page tells of: beside another one, and with nothing to offer.

let server: RealServer
const folder = mkdtempSync(join(tmpdir(), 'turnero-start-'))
beforeAll(async () => {
  server = await startRealServer()
}, 60_000)
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts it until it has said `words` or ends by itself; all it said, and with which code it ended. */
function start(settings: Record<string, string>, words: RegExp) {
  return new Promise<{ said: string; code: number | null }>((ended) => {
    const child = spawn(process.execPath, [resolve('dist/src/server.js')], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const listen = (part: Buffer) => {
      said += part.toString()
      if (words.test(said)) child.kill('SIGTERM')
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.once('exit', (code) => {
      clearTimeout(late)
      ended({ said, code })
    })
  })
}

test('A second start on the port of the first ends, and the links of the first stay good', async () => {
  const settings = { PORT: new URL(server.url).port, DATA_DIR: server.folder }
  const { said, code } = await start(settings, /Sign in as/)
  expect(said).toMatch(/^PORT \d+ is in use by another program: choose another\.$/m)
  expect(code).toBe(1)
  const link = /Ventanilla\s+(http\S+)/.exec(server.said())?.[1] ?? ''
  const page = await fetch(link)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form')])
}, 60_000)

test('A start without an institution says what is missing', async () => {
  const settings = inService({ PORT: String(await lastingPort()), DATA_DIR: folder })
  const { said, code } = await start(settings, /\bimport <folder>/)
  expect(said).toMatch(
    /^There is no institution yet, so every page answers 503: run "npm run turnero -- import <folder>"\.$/m,
  )
  expect(code).toBe(0)
}, 60_000)

function startQuietly(settings: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [resolve('dist/src/server.js')], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: 'ignore',
  })
}

/** The code it ends with; null where a signal ended it. */
function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((ended) => child.once('exit', ended))
}

/** Waits until somebody answers at `url`, or nobody does any more. */
function served(url: string, wanted: boolean) {
  const look = async () => {
    const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null)
    return (answer !== null) === wanted || null
  }
  return until(wanted ? 'somebody who serves' : 'nobody who serves', look, 20)
}

/** Starts it on a PostgreSQL in which somebody else has done `statement`, and ends it whatever comes of it. */
async function besideAnother(
  postgres: FreshPostgres,
  statement: string,
  settings: Record<string, string>,
  work: (child: ChildProcess, another: pg.Client) => Promise<void>,
) {
  const another = new pg.Client({ connectionString: postgres.url })
  await another.connect()
  await another.query(statement)
  const child = startQuietly(settings)
  try {
    await work(child, another)
  } finally {
    child.kill('SIGKILL')
    await another.end()
    await postgres.drop()
  }
}

test('Told to stop as soon as it serves, it ends in order, though its links are not made yet', async () => {
  const postgres = await freshPostgres()
  const port = String(await lastingPort())
  const settings = { PORT: port, DATA_DIR: folder, DATABASE_URL: postgres.url }
  await start(settings, /Sign in as/)
  // Everybody can be looked up meanwhile, and nobody entered or given a link.
  const lock = 'begin; lock table staff in share mode'
  await besideAnother(postgres, lock, settings, async (child, another) => {
    await served(`http://127.0.0.1:${port}/salud/viva`, true)
    child.kill('SIGTERM')
    await served(`http://127.0.0.1:${port}/salud/viva`, false)
    await another.query('rollback')
    expect(await codeOf(child)).toBe(0)
  })
}, 60_000)

test('Told to stop before it serves, it ends in order too', async () => {
  const postgres = await freshPostgres()
  const settings = { PORT: '0', DATA_DIR: folder, DATABASE_URL: postgres.url }
  // What a start takes while it brings the database up to date: ours waits for it.
  const lock = 'select pg_advisory_lock(7410233)'
  await besideAnother(postgres, lock, settings, async (child, another) => {
    await until('somebody who waits for the lock', async () => {
      const { rows } = await another.query(
        "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
      )
      return rows.length > 0 || null
    })
    child.kill('SIGTERM')
    expect(await codeOf(child)).toBe(0)
  })
}, 60_000)
