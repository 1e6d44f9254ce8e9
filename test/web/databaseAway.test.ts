import { mkdtemp } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { Client } from 'pg'
import { createApp } from '../../src/app.ts'
import { createPages } from '../../src/web/pages.ts'
import { smallDisk } from '../faults/disk.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { browserless } from '../support/browserless.ts'
import { lukasz, maria } from '../support/people.ts'
import { freshPostgres } from '../support/postgres.ts'
import { dumpOf } from '../support/tables.ts'
import { wordsOf } from '../support/visitor.ts'
import { documentOf, walkTo } from '../support/walks.ts'

describe('while the database cannot serve', () => {
  let test_: TestApp
  afterEach(() => test_.stop())

  /** Stands before "Consultar", with the form filled in. */
  async function standing() {
    const browser = browserless(test_)
    await walkTo({ test_, browser, person: maria }, 'documento')
    const { action, fields } = browser.form('Consultar')
    const press = () => browser.post(action, { ...fields, ...documentOf(maria) })
    return { browser, press, url: browser.page().url }
  }

  type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof standing>>['press']>>

  function expectAway(answer: Answer) {
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('10')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    // In the design of the rest, with the hour to come back.
    expect(wordsOf(answer.text)).toContain('Instituto Ecuatoriano de Seguridad Social')
    expect(wordsOf(answer.text)).toContain('503')
    expect(wordsOf(answer.text)).toContain('09:00')
  }

  test('a SQLite file that another program has: 503, nothing written, and then it goes on', async () => {
    test_ = await startTestApp({ patience: { busy: 50 } })
    const { browser, press, url } = await standing()
    const other = new Sqlite(test_.services.config.databaseUrl)
    other.exec('begin immediate')
    const dump = await dumpOf(test_.services.database)
    const began = performance.now()
    expectAway(await press())
    expect(performance.now() - began).toBeLessThan(3000)
    expect(await dumpOf(test_.services.database)).toEqual(dump)
    // Looking needs no lock.
    expect((await browser.get(url)).status).toBe(200)
    other.exec('rollback')
    other.close()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
  })

  test('while a write waits for the lock, pages are read; and it is done once the lock is free', async () => {
    test_ = await startTestApp()
    const { browser, press, url } = await standing()
    const other = new Sqlite(test_.services.config.databaseUrl)
    other.exec('begin immediate')
    const waiting = press().then((answer) => answer.headers.location)
    // SQLite's own patience would answer none of these before its five seconds are over.
    expect((await browser.get(url)).status).toBe(200)
    expect((await browser.get('/')).status).toBe(200)
    expect(await Promise.race([waiting, Promise.resolve('waits')])).toBe('waits')
    other.exec('rollback')
    other.close()
    expect(await waiting).toMatch(/\/contacto$/)
  })

  test('more who wait for the lock than may stand in a page at once keep nobody from reading', async () => {
    test_ = await startTestApp({ patience: { busy: 20_000 } })
    const { browser, press, url } = await standing()
    const other = new Sqlite(test_.services.config.databaseUrl)
    other.exec('begin immediate')
    let answered = 0
    const waiting = Array.from({ length: 100 }, async () => {
      const answer = await press()
      answered += 1
      return answer
    })
    expect((await browser.get(url)).status).toBe(200)
    expect(answered).toBe(0)
    other.exec('rollback')
    other.close()
    for (const { status } of await Promise.all(waiting)) expect(status).toBe(303)
  })

  test('whoever leaves while they wait for their turn has asked for nothing', async () => {
    test_ = await startTestApp({ patience: { busy: 20_000 } })
    const { browser, press } = await standing()
    const stranger = browserless(test_)
    await walkTo({ test_, browser: stranger, person: lukasz }, 'documento')
    const { action, fields } = stranger.form('Consultar')
    const other = new Sqlite(test_.services.config.databaseUrl)
    other.exec('begin immediate')
    const all = Promise.all(Array.from({ length: 100 }, press))
    // A page that needs no turn is answered after all who came before have found theirs.
    await browser.get('/')
    const leaving = stranger.post(action, { ...fields, ...documentOf(lukasz) })
    const left = leaving.then(
      () => 'answered',
      () => 'left',
    )
    await browser.get('/')
    leaving.abort()
    expect(await left).toBe('left')
    await browser.get('/')
    other.exec('rollback')
    other.close()
    for (const { status } of await all) expect(status).toBe(303)
    const { read, tables } = test_.services.database
    const drafts = await read.select().from(tables.drafts)
    expect(drafts.filter(({ holderKey }) => holderKey !== null)).toHaveLength(1)
  })

  test('many who wait for a locked file are all told, none is left hanging', async () => {
    test_ = await startTestApp({ patience: { busy: 50 } })
    const { press } = await standing()
    const other = new Sqlite(test_.services.config.databaseUrl)
    other.exec('begin immediate')
    const answers = await Promise.all(Array.from({ length: 20 }, press))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503))
    other.exec('rollback')
    other.close()
    expect((await press()).status).toBe(303)
  })

  test('a disk that is full to the last byte: pages are read, writes are 503, and room is all it needs', async () => {
    const disk = smallDisk(await mkdtemp(join(tmpdir(), 'turnero-full-')), 32)
    const file = join(disk.folder, 'turnero.sqlite')
    test_ = await startTestApp({ config: { databaseUrl: file } })
    // Where no disk of our own may be made, SQLite's answer of a full one is all there is.
    const refusal = disk.fill ? null : refusesToWrite(test_)
    const { browser, press, url } = await standing()
    const other = new Sqlite(file)
    // What the journal has written over already would be room for more.
    other.pragma('wal_checkpoint(TRUNCATE)')
    const empty = (disk.fill ?? refusal)?.() ?? (() => undefined)
    expectAway(await press())
    expectAway(await press())
    expect((await browser.get(url)).status).toBe(200)
    expect((await browser.get('/')).status).toBe(200)
    empty()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    expect(other.pragma('integrity_check', { simple: true })).toBe('ok')
    other.close()
    await test_.services.database.close()
    disk.remove()
  })

  test('PostgreSQL throws everybody out: the next request is served again', async () => {
    test_ = await startTestApp({ dialect: 'postgres' })
    const { browser, press, url } = await standing()
    const admin = new Client({ connectionString: test_.services.config.databaseUrl })
    await admin.connect()
    const throwOut = () =>
      admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    await throwOut()
    for (const answer of await Promise.all([browser.get(url), press(), browser.get('/')])) {
      if (answer.status >= 400) expectAway(answer)
    }
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    await admin.end()
  })

  test('a connection that breaks inside a transaction fails that one, and ends nobody', async () => {
    test_ = await startTestApp({ dialect: 'postgres' })
    const { press } = await standing()
    const { database, stores } = test_.services
    const admin = new Client({ connectionString: test_.services.config.databaseUrl })
    await admin.connect()
    const broken = database.transaction(async (tx) => {
      await stores.allowances.lock(tx, 'mine', '2027-01-01T00:00:00.000Z')
      await admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
      )
      // The news of it arrives between two statements.
      await new Promise((resolve) => setTimeout(resolve, 50))
      await stores.allowances.read(tx, 'mine')
    })
    await expect(broken).rejects.toThrow()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    await admin.end()
  })

  test('a PostgreSQL that is gone: 503 until it is back', async () => {
    const postgres = await freshPostgres()
    const way = await wayTo(postgres.url)
    test_ = await startTestApp({ config: { databaseUrl: way.url } })
    const { browser, press, url } = await standing()
    await way.close()
    for (const answer of [await browser.get(url), await press(), await browser.get('/')]) {
      expectAway(answer)
    }
    await way.open()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    await test_.services.database.close()
    await way.close()
    await postgres.drop()
  })

  test('a PostgreSQL that stands still: 503 before anybody gives up, and then it goes on', async () => {
    const postgres = await freshPostgres()
    const way = await wayTo(postgres.url)
    test_ = await startTestApp({ config: { databaseUrl: way.url }, patience: { silent: 400 } })
    const { browser, press, url } = await standing()
    const { database } = test_.services
    // Three who are in the middle of something, and whoever comes after them.
    await Promise.all([browser.get(url), browser.get(url), browser.get(url)])
    way.freeze()
    const answers = await Promise.all([browser.get(url), press(), browser.get('/mi-turno')])
    for (const answer of answers) if (answer.status !== 200) expectAway(answer)
    expect(answers[1]?.status).toBe(503)
    way.thaw()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    // No connection was given back with half a transaction on it.
    const admin = new Client({ connectionString: postgres.url })
    await admin.connect()
    const { rows } = await admin.query(
      "select count(*)::int as number from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
    )
    expect(rows).toEqual([{ number: 0 }])
    await admin.end()
    await database.close()
    await way.close()
    await postgres.drop()
  })

  test('transactions that could not even begin keep no connection for good', async () => {
    const postgres = await freshPostgres()
    const way = await wayTo(postgres.url)
    test_ = await startTestApp({ config: { databaseUrl: way.url }, patience: { silent: 400 } })
    const { press } = await standing()
    const { database, stores } = test_.services
    const everyConnection = Array.from({ length: 10 })
    const look = () => stores.institution.isEmpty(database.read)
    await Promise.all(everyConnection.map(look))
    way.freeze()
    const begun = everyConnection.map(() => database.transaction(async () => undefined))
    const ends = await Promise.allSettled(begun)
    expect(ends.map(({ status }) => status)).toEqual(Array(10).fill('rejected'))
    way.thaw()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
    await database.close()
    await way.close()
    await postgres.drop()
  })

  test('a PostgreSQL that takes no connections: 503 until it does', async () => {
    test_ = await startTestApp({ dialect: 'postgres' })
    const { browser, press, url } = await standing()
    const server = new URL(test_.services.config.databaseUrl)
    const name = server.pathname.slice(1)
    server.pathname = '/postgres'
    const admin = new Client({ connectionString: server.href })
    await admin.connect()
    await admin.query(`alter database ${name} with allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    for (const answer of [await browser.get(url), await press(), await browser.get('/')]) {
      expectAway(answer)
    }
    await admin.query(`alter database ${name} with allow_connections true`)
    await admin.end()
    expect((await press()).headers.location).toMatch(/\/contacto$/)
  })

  test('one that is closed for good is away too, even for a page that never had an answer', async () => {
    test_ = await startTestApp({ dialect: 'postgres' })
    const { press } = await standing()
    const { services } = test_
    // An application that starts while its database is away knows not even whose it is.
    const pages = createPages({ ...services, demo: true })
    await services.database.close()
    expectAway(await press())
    const fresh = browserless({ ...test_, app: createApp({ ...services, pages }) })
    const answer = await fresh.get('/')
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('10')
    expect(answer.text).toContain('try again')
  })
})

/** Makes one step of an application meet SQLite's answer of a full disk, while it is on. */
function refusesToWrite(test_: TestApp): () => () => void {
  const { booking } = test_.services
  const { setDocument } = booking
  const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }))
  let isFull = false
  const step: typeof setDocument = (...given) => (isFull ? full() : setDocument(...given))
  const services = { ...test_.services, booking: { ...booking, setDocument: step } }
  test_.app = createApp(services)
  return () => {
    isFull = true
    return () => {
      isFull = false
    }
  }
}

/** A way to a server that can be closed, as when the server is lost, and opened again. */
async function wayTo(target: string) {
  const { hostname, port, ...rest } = partsOf(target)
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer((near) => {
    const far = connect(port, hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    near.pipe(far).pipe(near)
    if (frozen) for (const socket of [near, far]) socket.pause()
  })
  const listen = (at: number) =>
    new Promise<void>((resolve) => {
      server.listen(at, '127.0.0.1', resolve)
    })
  await listen(0)
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : 0
  return {
    url: rest.urlAt(own),
    open: () => listen(own),
    /** Nothing comes through any more, and nothing is said of it; new ones are let in and left waiting. */
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      frozen = false
      for (const socket of sockets) socket.resume()
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        sockets.clear()
      }),
  }
}

function partsOf(target: string) {
  const url = new URL(target)
  return {
    hostname: url.hostname,
    port: Number(url.port),
    urlAt(port: number) {
      const other = new URL(target)
      other.hostname = '127.0.0.1'
      other.port = String(port)
      return other.href
    },
  }
}
