import { chmodSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { Redis } from 'ioredis'
import { SMTPServer } from 'smtp-server'
import { examineClock } from '../../src/cli/examinations/clock.ts'
import { examineSpace, examineSync } from '../../src/cli/examinations/disk.ts'
import { type AskTxt, examineMailDomain } from '../../src/cli/examinations/mailDomain.ts'
import { examineMailServer } from '../../src/cli/examinations/mailServer.ts'
import { examineRedis } from '../../src/cli/examinations/redis.ts'
import { examinePublicAddress } from '../../src/cli/examinations/secureConnection.ts'
import { examineNode } from '../../src/cli/examinations/settings.ts'
import type { Verdict } from '../../src/cli/examinations/verdict.ts'
import { examineMessages, examineRuns } from '../../src/cli/examinations/work.ts'
import { examineZones } from '../../src/cli/examinations/zones.ts'
import { readConfig } from '../../src/config.ts'
import { freshPostgres } from '../support/postgres.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type FilledGround, filledGround } from './filled.ts'
import { ground } from './ground.ts'

const now = '2026-11-24T14:00:00.000Z'
const shortly = (verdicts: Verdict[]) =>
  verdicts.map(({ check, verdict }) => `${check}: ${verdict}`)

function configOf(settings: Record<string, string>) {
  const read = readConfig(settings)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.config
}

describe('doctor', () => {
  let here: FilledGround
  beforeAll(async () => {
    here = await filledGround(100)
  })
  afterAll(() => here.clear())

  async function examined(settings: Record<string, string> = {}) {
    const { code, said } = await here.runWith(settings, 'doctor', '--json')
    const verdicts: Verdict[] = JSON.parse(said)
    return { code, verdicts, of: (check: string) => verdicts.find((one) => one.check === check) }
  }

  test('has a verdict for everything, and something to do for all that is not good', async () => {
    const { code, verdicts } = await examined()
    expect(code).toBe(0)
    expect(shortly(verdicts)).toEqual(
      expect.arrayContaining([
        'settings: look',
        'keys: good',
        'time zones: good',
        'database: good',
        'institution: good',
        'clock: good',
        'backup: look',
        'purge-drafts: look',
        'mails: good',
        'redis: good',
      ]),
    )
    for (const { verdict, todo } of verdicts) expect(todo === null).toBe(verdict === 'good')
  })

  test('prints a line for each, and ends with 1 where something is bad', async () => {
    const connection = new Sqlite(here.file)
    connection.exec('delete from __drizzle_migrations where rowid > 1')
    const { code, said } = await here.run('doctor')
    connection.close()
    expect(code).toBe(1)
    expect(said).toMatch(
      /^bad {3}database {8}The database is behind this program by \d+ migrations/m,
    )
    expect(said).toMatch(/→ Make a backup, then run "migrate" or start Turnero\./)
  })

  test('says which setting is wrong and examines nothing else', async () => {
    const { code, verdicts } = await examined({ PORT: 'eight' })
    expect(code).toBe(1)
    expect(verdicts).toHaveLength(1)
    expect(verdicts[0]?.says).toMatch(/^PORT is not usable/)
  })

  test('tells a database that others may read from one in a closed folder', async () => {
    chmodSync(here.file, 0o644)
    chmodSync(dirname(here.file), 0o755)
    expect((await examined()).of('file modes')?.verdict).toBe('look')
    chmodSync(dirname(here.file), 0o700)
    expect((await examined()).of('file modes')?.verdict).toBe('good')
  })

  test('calls a folder bad in which nothing can be written, and looks at the rest all the same', async () => {
    // Its own name is taken by a folder, which stops everybody, the administrator of the machine too.
    const taken = join(dirname(here.file), `.doctor.${process.pid}`)
    mkdirSync(taken)
    const { code, of } = await examined()
    rmdirSync(taken)
    expect(code).toBe(1)
    expect(of('fsync')).toMatchObject({
      verdict: 'bad',
      says: `Writing to ${dirname(here.file)} fails (EISDIR).`,
    })
    expect(of('disk')?.says).toMatch(/MB are free/)
    expect(of('file modes')?.says).toMatch(/can read/)
  })

  test('calls bad what it could not examine, and examines the rest', async () => {
    // Keys that are no folder cannot be listed.
    const keys = join(dirname(here.file), 'keys')
    writeFileSync(keys, '')
    const { code, of } = await examined()
    rmSync(keys)
    expect(code).toBe(1)
    expect(of('file modes')).toMatchObject({
      verdict: 'bad',
      says: 'It could not be examined (Error ENOTDIR).',
    })
    expect(of('disk')?.says).toMatch(/MB are free/)
  })

  test.each([
    [{ PUBLIC_BASE_URL: 'https://turnos.example' }, /^Run "npm run turnero -- import <folder>"/],
    [{}, /^Start Turnero/],
  ])('calls it bad that there is no institution, with %j', async (settings, todo) => {
    const there = ground(here.keys)
    await there.run('migrate')
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'turnos@127.0.0.1' }
    const { code, said } = await there.runWith({ ...mail, ...settings }, 'doctor', '--json')
    there.clear()
    expect(code).toBe(1)
    expect(JSON.parse(said)).toContainEqual({
      check: 'institution',
      verdict: 'bad',
      says: 'There is no institution yet, so every page answers 503.',
      todo: expect.stringMatching(todo),
    })
  })

  test('compares its clock with that of PostgreSQL', async () => {
    const postgres = await freshPostgres()
    const there = ground({ ...here.keys, DATABASE_URL: postgres.url })
    await there.run('migrate')
    const { said } = await there.run('doctor', '--json')
    there.clear()
    await postgres.drop()
    expect(JSON.parse(said)).toContainEqual(
      expect.objectContaining({
        check: 'clock',
        says: 'This machine and the database agree on the time.',
      }),
    )
  })
})

describe('what comes back', () => {
  const runs = (backup: string | null) => [
    { name: 'backup', lastRunAt: backup },
    { name: 'expire-holds', lastRunAt: '2026-11-24T13:59:40.000Z' },
    { name: 'purge-drafts', lastRunAt: '2026-11-24T10:00:00.000Z' },
    { name: 'purge-messages', lastRunAt: '2026-11-24T12:30:00.000Z' },
  ]

  test.each([
    ['2026-11-24T02:00:00.000Z', 'good'],
    ['2026-11-22T02:00:00.000Z', 'look'],
    ['2026-11-10T02:00:00.000Z', 'bad'],
    [null, 'look'],
  ])('a backup made at %s is %s', (at, verdict) => {
    expect(examineRuns(runs(at), now, 'backup')[0]?.verdict).toBe(verdict)
  })

  test('work that is late by three times its pause is worth a look', () => {
    expect(shortly(examineRuns(runs(now), now, 'backup'))).toEqual(
      expect.arrayContaining(['expire-holds: good', 'purge-drafts: look', 'purge-messages: good']),
    )
  })

  test.each([
    [[], 'good'],
    [['2026-11-24T13:59:00.000Z'], 'good'],
    [['2026-11-24T13:55:00.000Z'], 'look'],
    [['2026-11-24T13:55:00.000Z', '2026-11-24T13:00:00.000Z'], 'bad'],
  ])('mails due since %j are %s', (due, verdict) => {
    expect(examineMessages(due, now).verdict).toBe(verdict)
  })
})

describe('the machine', () => {
  test('whose clock is behind what it wrote is bad', () => {
    expect(examineClock('2026-11-24T13:59:00.000Z', now).verdict).toBe('good')
    expect(examineClock('2026-11-24T14:10:00.000Z', now).verdict).toBe('bad')
  })

  test('whose disk promises too fast or slowly is worth a look', () => {
    expect(examineSync(0.002).verdict).toBe('look')
    expect(examineSync(1.5)).toMatchObject({
      verdict: 'good',
      says: 'The disk promises 667 writes a second, 1.50 ms each.',
    })
    expect(examineSync(120).verdict).toBe('look')
  })

  test('without room for the next turno, or the next backup, says so', () => {
    expect(examineSpace(100e6, 1e6).verdict).toBe('bad')
    expect(examineSpace(5e9, 3e9).verdict).toBe('look')
    expect(examineSpace(50e9, 3e9).verdict).toBe('good')
  })

  test('with an old Node.js is worth a look; the zones of Ecuador are known', () => {
    const here = { dialect: 'sqlite' } as const
    expect(examineNode('20.20.2', here).verdict).toBe('look')
    expect(examineNode('22.23.1', here).verdict).toBe('good')
    expect(examineZones().verdict).toBe('good')
  })

  test.each(['24.19.0', '24.21.3', '25.0.0'])(
    'with Node.js %s on SQLite is worth a look',
    (version) => {
      expect(examineNode(version, { dialect: 'sqlite' })).toMatchObject({
        verdict: 'look',
        says: expect.stringContaining('may end a process that uses SQLite'),
      })
      expect(examineNode(version, { dialect: 'postgres' }).verdict).toBe('good')
      expect(examineNode('24.18.9', { dialect: 'sqlite' }).verdict).toBe('good')
    },
  )
})

describe("the sender's domain", () => {
  const failing = (code: string) => Object.assign(new Error(code), { code })
  const answering =
    (records: Record<string, string[][] | string>): AskTxt =>
    async (name) => {
      const found = records[name] ?? 'ENOTFOUND'
      if (typeof found === 'string') throw failing(found)
      return found
    }

  test('with all three records is good; a record may come in pieces', async () => {
    const ask = answering({
      'iess.gob.ec': [['v=spf1 include:mail.', 'iess.gob.ec -all'], ['other=1']],
      '_domainkey.iess.gob.ec': 'ENODATA',
      '_dmarc.iess.gob.ec': [['v=DMARC1; p=quarantine']],
    })
    expect(shortly(await examineMailDomain('iess.gob.ec', ask))).toEqual([
      'spf: good',
      'dkim: good',
      'dmarc: good',
    ])
  })

  test('without them is worth a look', async () => {
    const ask = answering({ 'iess.gob.ec': [['google-site=1']] })
    expect(shortly(await examineMailDomain('iess.gob.ec', ask))).toEqual([
      'spf: look',
      'dkim: look',
      'dmarc: look',
    ])
  })

  test('that could not be asked is said to be just that', async () => {
    const ask: AskTxt = async () => Promise.reject(failing('ETIMEOUT'))
    const verdicts = await examineMailDomain('iess.gob.ec', ask)
    expect(verdicts.every(({ says }) => says.startsWith('It could not be asked'))).toBe(true)
    expect(verdicts).toHaveLength(3)
  })
})

describe('what is connected', () => {
  let server: Server | null = null
  let redis: TestRedis | null = null
  afterEach(async () => {
    server?.close()
    server = null
    await redis?.stop()
    redis = null
  })

  function listening(talk: (line: string) => string): Promise<number> {
    const here = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('220 mail.example ready\r\n')
      socket.on('data', (chunk) => socket.write(talk(String(chunk))))
    })
    server = here
    return new Promise((resolve) =>
      here.listen(0, '127.0.0.1', () => {
        const address = here.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      }),
    )
  }

  test('a mail server with STARTTLS is good where it is required', async () => {
    const port = await listening(() => '250-mail.example\r\n250-STARTTLS\r\n250 SIZE 1000\r\n')
    const [required] = await examineMailServer(`smtp://127.0.0.1:${port}?requireTLS=true`)
    const [optional] = await examineMailServer(`smtp://127.0.0.1:${port}`)
    expect([required?.verdict, optional?.verdict]).toEqual(['good', 'look'])
  })

  test('a mail server without TLS is for this machine only, and one that is away is bad', async () => {
    const port = await listening(() => '250 mail.example\r\n')
    expect((await examineMailServer(`smtp://127.0.0.1:${port}`))[0]?.verdict).toBe('good')
    server?.close()
    const [away] = await examineMailServer('smtp://127.0.0.1:1')
    expect(away).toMatchObject({ verdict: 'bad' })
    expect(away?.says).toContain('ECONNREFUSED')
  })

  test('a public address without TLS is bad, and one that does not answer could not be asked', async () => {
    const [plain] = await examinePublicAddress('http://turnos.example', Date.parse(now))
    const [away] = await examinePublicAddress('https://127.0.0.1:1', Date.parse(now))
    expect([plain?.verdict, away?.verdict]).toEqual(['bad', 'look'])
    expect(await examinePublicAddress(null, Date.parse(now))).toEqual([])
  })

  test('a certificate that browsers refuse is bad', async () => {
    // It warns that everybody knows its certificate, which is what is wanted here.
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const self = new SMTPServer({ secure: true })
    quiet.mockRestore()
    const port = await new Promise<number>((resolve) => {
      const inner = self.listen(0, '127.0.0.1', () => {
        const address = inner.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    self.on('error', () => undefined)
    const [verdict] = await examinePublicAddress(`https://localhost:${port}`, Date.parse(now))
    const [mail] = await examineMailServer(`smtps://localhost:${port}`)
    await new Promise<void>((resolve) => self.close(() => resolve()))
    expect(verdict).toMatchObject({ check: 'tls', verdict: 'bad' })
    expect(verdict?.says).toMatch(/^Browsers will refuse the certificate/)
    expect(mail?.verdict).toBe('bad')
  })

  test('a Redis is good with its settings, worth a look without them or when it is away', async () => {
    redis = await startRedis()
    const config = configOf({ REDIS_URL: redis.url })
    expect(await examineRedis(config)).toMatchObject([{ verdict: 'good' }])
    const client = new Redis(redis.url)
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
    client.disconnect()
    expect(await examineRedis(config)).toMatchObject([
      { verdict: 'look', says: expect.stringContaining('allkeys-lru') },
    ])
    const [away] = await examineRedis(configOf({ REDIS_URL: 'redis://127.0.0.1:1' }))
    expect(away).toMatchObject({ verdict: 'look', says: expect.stringContaining('ECONNREFUSED') })
    const [none] = await examineRedis(configOf({}))
    expect(none?.verdict).toBe('good')
  })

  test('a Redis that refuses the password of the settings says so', async () => {
    redis = await startRedis()
    const client = new Redis(redis.url)
    await client.config('SET', 'requirepass', 'secret')
    client.disconnect()
    const address = redis.url.replace('redis://', '')
    const asked = async (url: string) =>
      (await examineRedis(configOf({ REDIS_URL: url }))).map(({ verdict, says }) => [
        verdict,
        says.split('. ')[0],
      ])
    expect(await asked(redis.url)).toEqual([
      ['look', 'Redis refuses the password of REDIS_URL, which has none (NOAUTH)'],
    ])
    expect(await asked(`redis://:wrong@${address}`)).toEqual([
      ['look', 'Redis refuses the password of REDIS_URL (WRONGPASS)'],
    ])
    expect(await asked(`redis://:secret@${address}`)).toEqual([
      ['good', 'It answers, keeps an append-only file and evicts nothing.'],
    ])
  })

  test('a Redis whose user may not do everything says so, and what it takes', async () => {
    redis = await startRedis()
    const client = new Redis(redis.url)
    const address = redis.url.replace('redis://', 'redis://turnero:secret@')
    await client.call('ACL', 'SETUSER', 'turnero', 'on', '>secret', '~*', '&*', '+@all', '-info')
    const [refused] = await examineRedis(configOf({ REDIS_URL: address }))
    expect(refused).toMatchObject({ verdict: 'look', says: expect.stringContaining('(NOPERM)') })
    const recipe = /ACL SETUSER <name> (.*)\.$/.exec(refused?.todo ?? '')?.[1] ?? ''
    await client.call('ACL', 'SETUSER', 'turnero', 'resetkeys', ...recipe.split(' '))
    client.disconnect()
    expect(await examineRedis(configOf({ REDIS_URL: address }))).toMatchObject([
      { verdict: 'good' },
    ])
  })
})
