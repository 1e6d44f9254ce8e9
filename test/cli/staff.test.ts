import { afterEach, beforeEach, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { type Ground, ground } from './ground.ts'

let here: Ground
beforeEach(async () => {
  here = ground()
  await here.run('import', here.folder)
})
afterEach(() => here.clear())

const tomas = ['--email', 'tomas@iess.example', '--name', 'Tomás Guamán']
const supervisor = ['--role', 'supervisor', '--agency', 'guayaquil-centro']

test('staff add prints a link and nothing else on standard output', async () => {
  const { code, said, complained } = await here.run('staff', 'add', ...tomas, ...supervisor)
  expect(code).toBe(0)
  expect(said).toMatch(/^http:\/\/localhost:3000\/personal\/enlace\/[\w-]{32}$/)
  expect(complained).toMatch(/once, within 24 hours/)
  const token = said.split('/').at(-1) ?? ''
  expect(JSON.stringify(here.tables())).not.toContain(token)
  expect(JSON.stringify(here.tables())).not.toMatch(/tomas@|Guamán/)
})

test('staff list tells state and roles', async () => {
  expect((await here.run('staff', 'list')).said).toMatch(/no account yet/)
  await here.run('staff', 'add', ...tomas, ...supervisor, '--role', 'window', '--role', 'auditor')
  expect((await here.run('staff', 'list')).said).toBe(
    'tomas@iess.example  Tomás Guamán  invited  password only  auditor@* supervisor@guayaquil-centro window@guayaquil-centro',
  )
  await here.run('staff', 'roles', '--email', 'TOMAS@iess.example', '--role', 'admin')
  await here.run('staff', 'disable', '--email', 'tomas@iess.example')
  expect((await here.run('staff', 'list')).said).toMatch(/disabled {2}password only {2}admin@\*$/)
})

test.each([
  [['add', ...tomas, '--role', 'boss'], /no role boss/],
  [['add', ...tomas, '--role', 'window'], /window needs an agency/],
  [['add', ...tomas, '--role', 'admin', '--agency', 'guayaquil-centro'], /whole institution/],
  [['add', ...tomas, '--role', 'window', '--agency', 'atlantis'], /no agency atlantis/],
  [['add', '--email', 'tomas', '--name', 'T', ...supervisor], /must be like/],
  [['add', '--email', 'tomas@iess.example', '--name', ' ', ...supervisor], /name is missing/],
  [
    ['add', '--email', 'tomas@iess.example', '--name', 'x'.repeat(201), ...supervisor],
    /too long: 120/,
  ],
  [['add', ...tomas], /required option '--role/],
  [['roles', '--email', 'nadie@iess.example', '--role', 'admin'], /no account with this/],
  [['disable', '--email', 'nadie@iess.example'], /no account with this/],
  [['reset', '--email', 'nadie@iess.example'], /no account with this/],
])('a mistake is said in a sentence: %j', async (line, sentence) => {
  const { code, complained } = await here.run('staff', ...line)
  expect([code, complained]).toEqual([1, expect.stringMatching(sentence)])
  expect((await here.run('staff', 'list')).said).toMatch(/no account yet/)
})

test('an address has one account', async () => {
  await here.run('staff', 'add', ...tomas, ...supervisor)
  const { code, complained } = await here.run('staff', 'add', ...tomas, ...supervisor)
  expect([code, complained]).toEqual([1, expect.stringMatching(/has an account/)])
})

test('staff reset prints another link', async () => {
  const first = await here.run('staff', 'add', ...tomas, ...supervisor)
  const second = await here.run('staff', 'reset', '--email', 'tomas@iess.example')
  expect(second.code).toBe(0)
  expect(second.said).toMatch(/\/personal\/enlace\//)
  expect(second.said).not.toBe(first.said)
})

test('audit verify tells where the chains end, and names a row that was altered', async () => {
  await here.run('staff', 'add', ...tomas, ...supervisor)
  const whole = await here.run('audit', 'verify')
  expect(whole.code).toBe(0)
  expect(whole.said).toMatch(
    /^institution: 2 rows, ends in [\w-]{43}\nThe record is whole: 1 chain\.$/,
  )
  const connection = new Sqlite(here.file)
  connection.exec("update audit set actor = 'staff:1' where number = 2")
  connection.close()
  const broken = await here.run('audit', 'verify')
  expect(broken.code).toBe(1)
  expect(broken.complained).toBe('The record is broken: row 2 of institution was altered.')
})
