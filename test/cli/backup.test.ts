import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import request from 'supertest'
import { startTestApp } from '../support/app.ts'
import { freshPostgres } from '../support/postgres.ts'
import { type FilledGround, filledGround } from './filled.ts'
import { ground } from './ground.ts'

let here: FilledGround
let copy: string
beforeAll(async () => {
  here = await filledGround(600)
  copy = join(here.folder, 'copy.sqlite')
})
beforeEach(() => {
  here.reset()
  for (const name of ['copy.sqlite', 'copy.dump', 'bin']) {
    rmSync(join(here.folder, name), { recursive: true, force: true })
  }
})
afterAll(() => here.clear())

/** Somebody who changes turno after turno beside us, each change two rows in one transaction. */
async function startWriter(file: string) {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const writer = new Worker(resolve('test/cli/busyWriter.mjs'), { workerData: { file, shared } })
  const failed = new Promise<never>((_resolve, reject) => writer.once('error', reject))
  await Promise.race([failed, new Promise((busy) => writer.once('message', busy))])
  return {
    written: () => Atomics.load(shared, 1),
    async stop() {
      const gone = new Promise((ended) => writer.once('exit', ended))
      Atomics.store(shared, 0, 1)
      await Promise.race([failed, gone])
    },
  }
}

describe('a backup of SQLite', () => {
  test('made while others write is one moment of the database; it verifies, restores and starts', async () => {
    const writer = await startWriter(here.file)
    const before = writer.written()
    const answer = await here.run('backup', copy)
    const after = writer.written()
    await writer.stop()
    expect(answer.code).toBe(0)
    expect(answer.said).toMatch(
      /^Backed up to .*copy\.sqlite: 600 turnos, [\d.]+ MB; the copy was checked\.$/,
    )
    expect(after).toBeGreaterThan(before)

    const file = new Sqlite(copy, { readonly: true })
    const [moved, events] = [
      'select coalesce(sum(sequence), 0) from turnos',
      'select count(*) from turno_events where number > 1',
    ].map((query) => Number(file.prepare(query).pluck().get()))
    file.close()
    expect(moved).toBe(events)
    expect(moved).toBeGreaterThanOrEqual(60 + before)
    expect(moved).toBeLessThanOrEqual(60 + after)
    expect(await here.run('verify', copy)).toMatchObject({ code: 0 })

    const there = ground({ ...here.keys })
    const restored = await there.run('restore', copy)
    expect(restored).toMatchObject({ code: 0, complained: '' })
    expect(restored.said).toMatch(
      /3 agencies, 600 turnos \(\d+ to come\), the last made at 2026-11-01/,
    )
    expect(await there.run('verify')).toMatchObject({ code: 0 })
    const app = await startTestApp({ config: { databaseUrl: there.file }, keyring: here.keyring })
    const ready = await request(app.app).get('/salud/lista')
    const home = await request(app.app).get('/')
    await app.stop()
    there.clear()
    expect([ready.status, home.status]).toEqual([200, 200])
  })

  test('is for its owner only, stands alone, and leaves nothing beside it', async () => {
    await here.run('backup', copy)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(here.folder).filter((name) => name.includes('copy'))).toEqual([
      'copy.sqlite',
    ])
  })

  test('never overwrites, and says what is missing', async () => {
    writeFileSync(copy, 'mine')
    expect((await here.run('backup', copy)).complained).toMatch(/exists and was left alone/)
    expect((await here.run('backup', join(here.folder, 'no', 'where'))).complained).toMatch(
      /^There is no folder/,
    )
    const empty = ground()
    expect((await empty.run('backup', copy.replace('copy', 'other'))).complained).toMatch(
      /^There is no database yet/,
    )
    empty.clear()
  })

  test('of a damaged database is refused, and no file is left', async () => {
    const connection = new Sqlite(here.file)
    connection.pragma('foreign_keys = OFF')
    connection.exec("update seats set pool_id = 'nowhere' where rowid = 1")
    connection.close()
    const { code, complained } = await here.run('backup', copy)
    expect(code).toBe(1)
    expect(complained).toMatch(
      /^No backup was made: the copy is not sound\. Rows of seats refer to pools/,
    )
    expect(existsSync(copy)).toBe(false)
    expect(readdirSync(here.folder).filter((name) => name.includes('copy'))).toEqual([])
  })

  test('does not migrate, since it is what comes before an update', async () => {
    const connection = new Sqlite(here.file)
    connection.exec('delete from __drizzle_migrations where rowid > 1')
    connection.close()
    expect(await here.run('backup', copy)).toMatchObject({ code: 0 })
    const source = new Sqlite(here.file, { readonly: true })
    expect(source.prepare('select count(*) from __drizzle_migrations').pluck().get()).toBe(1)
    source.close()
  })
})

describe('restoring', () => {
  beforeEach(async () => {
    await here.run('backup', copy)
  })

  test('leaves a database alone unless it is to be replaced, and then keeps it', async () => {
    const refused = await here.run('restore', copy)
    expect(refused).toMatchObject({ code: 1, said: '' })
    expect(refused.complained).toMatch(/was left alone/)
    const replaced = await here.run('restore', copy, '--replace')
    expect(replaced).toMatchObject({ code: 0 })
    const aside = /before is in (.*)\.$/m.exec(replaced.said)?.[1] ?? ''
    expect(existsSync(aside)).toBe(true)
    expect(await here.run('verify', aside)).toMatchObject({ code: 0 })
    expect(await here.run('verify')).toMatchObject({ code: 0 })
  })

  test('leaves no journal of another database beside it', async () => {
    const there = ground({ ...here.keys })
    mkdirSync(dirname(there.file))
    const source = new Sqlite(here.file)
    source.exec("update turnos set status = 'cancelled'")
    for (const rest of ['-wal', '-shm']) copyFileSync(`${here.file}${rest}`, `${there.file}${rest}`)
    source.close()
    expect(await there.run('restore', copy)).toMatchObject({ code: 0, complained: '' })
    expect(await there.run('verify')).toMatchObject({ code: 0, complained: '' })
    there.clear()
  })

  test('is refused while a server has the database open, idle or not', async () => {
    const server = await startTestApp({ config: { databaseUrl: here.file }, keyring: here.keyring })
    const refused = await here.run('restore', copy, '--replace')
    const ready = await request(server.app).get('/salud/lista')
    await server.stop()
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.complained).toMatch(/^Another program has the database open/)
    expect(ready.status).toBe(200)
    expect(await here.run('restore', copy, '--replace')).toMatchObject({ code: 0 })
  })

  test('refuses what is no backup, one of a newer program, and one cut short', async () => {
    const text = join(here.folder, 'text.sqlite')
    writeFileSync(text, 'not a database at all')
    const there = ground()
    expect((await there.run('restore', text)).complained).toMatch(/is no SQLite database/)
    const future = new Sqlite(copy)
    future.exec(
      "insert into __drizzle_migrations (hash, created_at) values ('a', 9999999999999), ('b', 9999999999999)",
    )
    future.close()
    expect((await there.run('restore', copy)).complained).toMatch(/newer program/)
    expect(there.hasDatabase()).toBe(false)
    there.clear()
  })
})

describe('a backup of PostgreSQL', () => {
  /** A stand-in for the client programs, which come with the server and not with us. */
  function programs(folder: string, dump: string, list: string): string {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    for (const [name, script] of Object.entries({ pg_dump: dump, pg_restore: list })) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
      chmodSync(join(bin, name), 0o755)
    }
    return `${bin}:${process.env.PATH ?? ''}`
  }

  const list = 'echo "; Archive"; echo "3456; 0 16400 TABLE DATA public turnos owner"'

  test('asks pg_dump for its custom format, with the password out of sight, and is noted', async () => {
    const postgres = await freshPostgres()
    const there = ground({ ...here.keys, DATABASE_URL: postgres.url })
    await there.run('migrate')
    const notes = join(here.folder, 'asked')
    const PATH = programs(
      here.folder,
      `for a; do case $a in --file=*) echo dump > "\${a#--file=}";; esac; done; echo "$@ [$PGPASSWORD]" > ${notes}`,
      list,
    )
    const answer = await there.runWith({ PATH }, 'backup', join(here.folder, 'copy.dump'))
    const doctor = await there.run('doctor', '--json')
    there.clear()
    await postgres.drop()
    expect(answer).toMatchObject({ code: 0 })
    const asked = readFileSync(notes, 'utf8')
    const password = new URL(postgres.url).password
    expect(asked).toContain('--format=custom')
    expect(asked.split(' [')[0]).not.toContain(`:${password || 'nothing'}@`)
    expect(asked).toContain(`[${decodeURIComponent(password)}]`)
    expect(JSON.parse(doctor.said)).toContainEqual(
      expect.objectContaining({ check: 'backup', verdict: 'good' }),
    )
  })

  test('says in a sentence that pg_dump is missing or refuses', async () => {
    const postgres = await freshPostgres()
    const there = ground({ ...here.keys, DATABASE_URL: postgres.url })
    await there.run('migrate')
    const file = join(here.folder, 'copy.dump')
    const missing = await there.runWith({ PATH: dirname(here.file) }, 'backup', file)
    const refusing = await there.runWith(
      {
        PATH: programs(
          here.folder,
          'echo "pg_dump: error: server version mismatch" >&2; exit 1',
          list,
        ),
      },
      'backup',
      file,
    )
    there.clear()
    await postgres.drop()
    expect(missing.complained).toMatch(/^pg_dump is not on the PATH: install/)
    expect(refusing.complained).toBe(
      "pg_dump failed: pg_dump: error: server version mismatch: install PostgreSQL's client programs of the server's major version or newer.",
    )
    expect(existsSync(file)).toBe(false)
  })
})
