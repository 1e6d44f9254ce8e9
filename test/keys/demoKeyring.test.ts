import { spawn } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import { demoKeyring } from '../../src/keys/demoKeyring.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-keys-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('the first start makes keys, the next ones read them', () => {
  const keys = join(folder, 'data', 'keys')
  const first = demoKeyring(keys)
  expect(demoKeyring(keys).hash.equals(first.hash)).toBe(true)
  expect(readdirSync(keys)).toEqual(['keys.json'])
  expect(statSync(join(keys, 'keys.json')).mode & 0o777).toBe(0o600)
  expect(statSync(keys).mode & 0o777).toBe(0o700)
})

test('a file that others could read is closed again', () => {
  demoKeyring(folder)
  chmodSync(join(folder, 'keys.json'), 0o644)
  demoKeyring(folder)
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600)
})

test.each(['', '{', '[]', '{"sealKeys":"k1:x"}'])(
  'a damaged file (%j) is never replaced',
  (text) => {
    const file = join(folder, 'keys.json')
    writeFileSync(file, text)
    expect(() => demoKeyring(folder)).toThrow(/damaged: restore it/)
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)

test('eight processes that start at once have the same keys', async () => {
  const program = join(folder, 'start.mjs')
  await build({
    stdin: {
      contents: `
        import { readFileSync } from 'node:fs'
        import { demoKeyring } from './src/keys/demoKeyring.ts'
        process.stdout.write('ready ')
        readFileSync(0)
        process.stdout.write(demoKeyring(process.argv[2]).hash.toString('hex'))`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  })
  const keys = join(folder, 'keys')
  const starts = Array.from({ length: 8 }, () => spawn(process.execPath, [program, keys]))
  const readers = starts.map(({ stdout }) => stdout.setEncoding('utf8')[Symbol.asyncIterator]())
  // Each says that it is ready and waits for the end of its input: closing all of them is the start.
  await Promise.all(readers.map((reader) => reader.next()))
  for (const { stdin } of starts) stdin.end()
  const hashes = await Promise.all(readers.map(async (reader) => (await reader.next()).value))
  expect(new Set(hashes)).toEqual(new Set([demoKeyring(keys).hash.toString('hex')]))
  expect(readdirSync(keys)).toEqual(['keys.json'])
}, 20_000)
