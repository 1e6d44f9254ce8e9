import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'
import { type Ground, ground } from './ground.ts'

let here: Ground
beforeAll(() => {
  here = ground()
})
afterAll(() => here.clear())

const noDatabase = 'DATABASE_URL must be postgres://… or the path of an SQLite file.'
const unreadable = /^DATABASE_URL must be like postgres:\/\/.* percent-encoded .*\.$/

/** What no start could use, and the one sentence about it. */
const refused: [string, string, RegExp | string][] = [
  ['DATABASE_URL', 'mysql://a:secreta@c/d', noDatabase],
  ['DATABASE_URL', 'http://x', noDatabase],
  ['DATABASE_URL', 'sqlite://x', noDatabase],
  ['DATABASE_URL', 'POSTGRES://x/y', noDatabase],
  ['DATABASE_URL', 'postgres:turnero', noDatabase],
  ['DATABASE_URL', 'postgres://turnero:secreta#ss@127.0.0.1/x', unreadable],
  ['DATABASE_URL', 'postgres://turnero:12#secreta@127.0.0.1/x', unreadable],
  ['DATABASE_URL', 'postgres://turnero:12/secreta@127.0.0.1/x', unreadable],
  ['DATABASE_URL', 'postgres://turnero:12?secreta@127.0.0.1/x', unreadable],
  ['DATABASE_URL', 'postgres://turnero:secreta%@127.0.0.1/x', unreadable],
  ['DATABASE_URL', 'postgres://turnero:secreta@127.0.0.1:99999/x', unreadable],
  ['DATABASE_URL', 'postgres://u:secreta@@host:port', unreadable],
  ['TRUST_PROXY', 'abc', /^TRUST_PROXY must be a number of proxies or their networks .*\.$/],
  ['TRUST_PROXY', 'TRUE', /^TRUST_PROXY must be .*never true\.$/],
  ['TRUST_PROXY', 'true', /^TRUST_PROXY must be .*never true\.$/],
  ['TRUST_PROXY', '10.0.0.0/99', /^TRUST_PROXY must be /],
  ['TRUST_PROXY', '10.0.0.0/0', /^TRUST_PROXY must be /],
  ['TRUST_PROXY', '10.0.0.0/255.0.255.0', /^TRUST_PROXY must be /],
  ['TRUST_PROXY', '10.0.0.1,', /^TRUST_PROXY must be /],
  ['SMTP_URL', '127.0.0.1:4525', /^SMTP_URL must be like smtp:\/\//],
  ['SMTP_URL', 'mail.example', /^SMTP_URL must be like smtp:\/\//],
  ['SMTP_URL', 'mail.example:587', /^SMTP_URL must be like smtp:\/\//],
  ['REDIS_URL', 'http://x', /^REDIS_URL must be like redis:\/\//],
  ['REDIS_URL', 'redis://:12#secreta@x', /^REDIS_URL must be like redis:\/\//],
  ['MAIL_FROM', 'foo', /^MAIL_FROM must be an address/],
  ['MAIL_FROM', 'Turnos, Quito <turnos@example.org>', /^MAIL_FROM must be an address/],
  ['PUBLIC_BASE_URL', 'http://host/sub', /^PUBLIC_BASE_URL must be scheme, host and port only/],
  ['PUBLIC_BASE_URL', 'http://host?x', /^PUBLIC_BASE_URL must be scheme, host and port only/],
  ['PUBLIC_BASE_URL', 'http://host/#', /^PUBLIC_BASE_URL must be scheme, host and port only/],
  ['PUBLIC_BASE_URL', 'ftp://host', /^PUBLIC_BASE_URL must be scheme, host and port only/],
  ['PORT', '0x10', /^PORT is not usable: it must be a whole number in digits\.$/],
  ['PORT', '1e3', /^PORT is not usable: it must be a whole number in digits\.$/],
  ['PORT', '65536', /^PORT is not usable: /],
  ['DATA_DIR', 'package.json', /^DATA_DIR must be a folder, but .*package\.json is a file\.$/],
  ['DATA_DIR', 'package.json/data', /^DATA_DIR must be a folder, but .*package\.json is a file\.$/],
]

describe('settings that no start could use', () => {
  test.each(refused)('%s=%s is one problem, told without secrets', async (name, value, says) => {
    const { code, said, complained } = await here.runWith({ [name]: value }, 'settings')
    expect(code).toBe(1)
    expect(complained).toMatch(says)
    expect(complained.split('\n')).toHaveLength(1)
    if (value.includes('://')) expect(`${said}${complained}`).not.toContain('secreta')
  })

  test('make doctor end with 1 and its one line bad', async () => {
    const DATABASE_URL = 'postgres://turnero:p#ss@127.0.0.1/x'
    const { code, said } = await here.runWith({ DATABASE_URL }, 'doctor')
    expect(code).toBe(1)
    expect(said).toMatch(/^bad {3}settings {8}DATABASE_URL must be like/)
  })

  test('leave no file behind that is named after them', async () => {
    const before = readdirSync('.')
    const DATABASE_URL = 'mysql://a:b@c/d'
    const { code, complained } = await here.runWith({ DATABASE_URL }, 'staff', 'list')
    expect({ code, complained }).toEqual({ code: 1, complained: noDatabase })
    expect(readdirSync('.')).toEqual(before)
    expect(existsSync(dirname(here.file))).toBe(false)
  })
})

/** What a start can use, in every form that is written somewhere. */
const taken: [string, string][] = [
  ['DATABASE_URL', 'data/turnero.sqlite'],
  ['DATABASE_URL', 'sqlite:data/turnero.sqlite'],
  ['DATABASE_URL', 'postgres://turnero:p%23s%40@db.example:5432/turnero?sslmode=require'],
  ['DATABASE_URL', 'postgresql://turnero:x@[::1]/turnero'],
  ['DATABASE_URL', 'postgres://turnero:x@/turnero?host=/var/run/postgresql'],
  ['DATABASE_URL', 'postgres:///turnero'],
  ['TRUST_PROXY', '2'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/8,fd00::/8, 192.168.0.0/255.255.0.0,10.1.2.3'],
  ['SMTP_URL', 'smtp://127.0.0.1:4525'],
  ['SMTP_URL', 'smtps://user%40example.org:p%2Fss@mail.example?requireTLS=true'],
  ['REDIS_URL', 'rediss://:x@redis.example:6380/1'],
  ['MAIL_FROM', 'turnos@localhost'],
  ['MAIL_FROM', 'IESS Turnos <turnos@iess.gob.ec>'],
  ['MAIL_FROM', '"Turnos, Quito" <turnos@iess.gob.ec>'],
]

test.each(taken)('%s=%s is taken', (name, value) => {
  expect(readConfig({ [name]: value })).toMatchObject({ ok: true })
})

test('A slash alone behind the public address is left out of it', async () => {
  const keys = ['SEAL_KEYS', 'HASH_KEY', 'LINK_KEYS', 'CONFIRMATION_KEYS'].map((name) => [
    name,
    'x',
  ])
  const read = readConfig({
    ...Object.fromEntries(keys),
    PUBLIC_BASE_URL: 'https://turnos.example:8443/',
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'turnos@example.org',
  })
  expect(read).toMatchObject({ ok: true, config: { publicBaseUrl: 'https://turnos.example:8443' } })
})
