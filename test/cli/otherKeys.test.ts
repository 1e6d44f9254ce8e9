import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'
import { startTestApp } from '../support/app.ts'
import { filledGround } from './filled.ts'
import { type Ground, ground } from './ground.ts'

const real = {
  PUBLIC_BASE_URL: 'https://turnos.institucion.example',
  SMTP_URL: 'smtp://correo.institucion.example',
  MAIL_FROM: 'turnos@institucion.example',
}

const keys = () => namedKeys(newKeySettings())

const zoe = ['--email', 'zoe@iess.example', '--name', 'Zoe Andrade', '--role', 'admin']
const own = keys()

/** A real installation with one account. */
let here: Ground
beforeEach(async () => {
  here = ground({ ...real, ...own })
  await here.run('import', here.folder)
  const ana = ['--email', 'ana@iess.example', '--name', 'Ana Chiriboga', '--role', 'admin']
  expect((await here.run('staff', 'add', ...ana)).code).toBe(0)
})
afterEach(() => here.clear())

const withoutSettings = Object.fromEntries(
  [...Object.keys(real), ...Object.keys(own)].map((name) => [name, '']),
)

test('a shell that has not loaded the settings changes nothing, and makes no keys', async () => {
  const before = here.tables()
  for (const line of [
    ['staff', 'add', ...zoe],
    ['staff', 'list'],
    ['audit', 'verify'],
    ['verify'],
  ]) {
    const { code, complained } = await here.runWith(withoutSettings, ...line)
    expect([line, code, complained]).toEqual([
      line,
      1,
      expect.stringMatching(/^There are no keys in the settings.*turnero\.env/),
    ])
  }
  expect(here.tables()).toEqual(before)
  expect(existsSync(join(dirname(here.file), 'keys'))).toBe(false)
})

test.each([
  [{ SEAL_KEYS: keys().SEAL_KEYS }, /^SEAL_KEYS do not open what is in this database/],
  [{ HASH_KEY: keys().HASH_KEY }, /^HASH_KEY is not the one of this database/],
])(
  'keys of another installation are refused before anything is written',
  async (other, sentence) => {
    const before = here.tables()
    const { code, complained } = await here.runWith(other, 'staff', 'add', ...zoe)
    expect([code, complained]).toEqual([1, expect.stringMatching(sentence)])
    expect(here.tables()).toEqual(before)
  },
)

test('a key that was put in front of the old one opens what there is', async () => {
  const rotated = { SEAL_KEYS: `${keys().SEAL_KEYS.replace('k1:', 'k2:')},${own.SEAL_KEYS}` }
  expect(await here.runWith(rotated, 'staff', 'add', ...zoe)).toMatchObject({ code: 0 })
})

test('the application does not start over a database of other keys', async () => {
  const starting = startTestApp({ config: { databaseUrl: here.file } })
  await expect(starting).rejects.toThrow(/^SEAL_KEYS do not open what is in this database/)
})

test('before the first account the turnos tell whose keys they are', async () => {
  const filled = await filledGround(2)
  const other = { HASH_KEY: keys().HASH_KEY }
  const { code, complained } = await filled.runWith(other, 'staff', 'add', ...zoe)
  const own = await filled.run('staff', 'add', ...zoe)
  filled.clear()
  expect([code, complained]).toEqual([
    1,
    expect.stringMatching(/^HASH_KEY is not the one of this database/),
  ])
  expect(own.code).toBe(0)
})
