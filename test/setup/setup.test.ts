import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { tallyOf } from '../../src/setup/checks.mjs'
import { run } from '../../src/setup/command.mjs'
import { findExecutable } from '../../src/setup/executables.mjs'
import { tooOldSentence } from '../../src/setup/nodeVersion.mjs'
import { digestOf, isStamped, leaveStamp } from '../../src/setup/stamps.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-setup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the version of Node', () => {
  test.each(['v20.19.0', 'v20.20.2', '22.0.0', 'v100.1.0'])('%s is new enough', (version) => {
    expect(tooOldSentence(version, '>=20.19')).toBeNull()
  })

  test.each(['v20.18.3', 'v18.20.0', 'v9.11.2'])('%s is told what to do', (version) => {
    const found = version.slice(1)
    expect(tooOldSentence(version, '>=20.19')).toBe(
      `Turnero needs Node.js 20.19 or newer, and this is ${found}: install a newer one (https://nodejs.org) and run the command again.`,
    )
  })
})

describe('stamps', () => {
  const digest = () => digestOf(folder, ['src', 'package-lock.json'], ['linux'])

  beforeEach(() => {
    mkdirSync(join(folder, 'src/web'), { recursive: true })
    writeFileSync(join(folder, 'src/web/page.ts'), 'one')
  })

  test('the same sources have the same digest, whenever they were written', () => {
    const before = digest()
    writeFileSync(join(folder, 'src/web/page.ts'), 'one')
    expect(digest()).toBe(before)
  })

  test.each([
    ['a change', () => writeFileSync(join(folder, 'src/web/page.ts'), 'two')],
    ['a new file', () => writeFileSync(join(folder, 'src/web/other.ts'), '')],
    ['a removed file', () => rmSync(join(folder, 'src/web/page.ts'))],
    ['a moved file', () => cpSync(join(folder, 'src/web/page.ts'), join(folder, 'src/page.ts'))],
    ['a file that was missing', () => writeFileSync(join(folder, 'package-lock.json'), '{}')],
  ])('%s changes the digest', (_what, change) => {
    const before = digest()
    change()
    expect(digest()).not.toBe(before)
  })

  test('another machine has another digest', () => {
    expect(digestOf(folder, ['src'], ['darwin'])).not.toBe(digestOf(folder, ['src'], ['linux']))
  })

  test('only the stamp of this digest counts', () => {
    const stamp = join(folder, 'dist/.stamp')
    expect(isStamped(stamp, 'a')).toBe(false)
    leaveStamp(stamp, 'a')
    expect([isStamped(stamp, 'a'), isStamped(stamp, 'b')]).toEqual([true, false])
  })
})

describe('finding programs', () => {
  test('the first name that can be run, in the order of PATH', () => {
    writeFileSync(join(folder, 'valkey-server'), '')
    expect(findExecutable(['no-such-server', 'valkey-server'], folder)).toBeNull()
    chmodSync(join(folder, 'valkey-server'), 0o755)
    expect(findExecutable(['no-such-server', 'valkey-server'], folder)).toBe(
      join(folder, 'valkey-server'),
    )
  })

  test('a folder of that name is no program', () => {
    mkdirSync(join(folder, 'redis-here'))
    expect(findExecutable(['redis-here'], folder)).toBeNull()
  })
})

describe('running commands', () => {
  test('one that fails, or does not exist, is an answer', async () => {
    const failing = ['-e', 'console.error("sin red"); process.exit(3)']
    expect(await run(process.execPath, failing, { quiet: true })).toEqual({
      code: 3,
      output: 'sin red\n',
    })
    expect(await run('/no/such/program', [], { quiet: true })).toMatchObject({ code: 1 })
  })

  test('one that waits for ever is ended, though what it started goes on and holds its output', async () => {
    const stays = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 9000)'], { stdio: 'inherit' })`
    const waits = ['-e', `${stays}; console.error('espero')`]
    expect(await run(process.execPath, waits, { quiet: true, timeout: 2000 })).toEqual({
      code: 1,
      output: 'espero\n',
    })
  }, 8000)
})

describe('the result of the tests', () => {
  const account = {
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  }

  test.each([
    [{}, 0, 0],
    [{ numFailedTests: 2 }, 1, 2],
    [{ numPendingTests: 1 }, 0, 1],
    [{ numTodoTests: 1 }, 0, 1],
    [{ numRuntimeErrorTestSuites: 1 }, 1, 1],
    [{}, 1, 1],
  ])('%j with exit code %i is %i failed', (difference, code, failed) => {
    expect(tallyOf({ ...account, ...difference }, code)).toEqual({ passed: 7, failed })
  })

  test('where only some were asked for by name, the others were not skipped', () => {
    expect(tallyOf({ ...account, numPendingTests: 9 }, 0, true)).toEqual({ passed: 7, failed: 0 })
  })
})

describe('a bare machine', () => {
  /** A clone that can go no further than the check that is tested. */
  function clone(engines: string) {
    cpSync(join(import.meta.dirname, '../../src/setup'), join(folder, 'src/setup'), {
      recursive: true,
    })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ engines: { node: engines } }))
  }

  function setup(script: string, environment: NodeJS.ProcessEnv = {}) {
    const { NODE_OPTIONS, npm_execpath, ...rest } = process.env
    return spawnSync(process.execPath, [join(folder, 'src/setup', script)], {
      env: { ...rest, ...environment },
      encoding: 'utf8',
    })
  }

  test.each(['start.mjs', 'test.mjs', 'run.mjs'])('%s on an old Node is one sentence', (script) => {
    clone('>=999.1')
    const { status, stdout, stderr } = setup(script)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^\nTurnero needs Node.js 999.1 or newer, and this is [\d.]+: .+\.\n$/)
  })

  test('a failing installation is said after npm has said why', () => {
    clone('>=20.19')
    writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "no network" >&2\nexit 1\n', {
      mode: 0o755,
    })
    const { status, stdout, stderr } = setup('start.mjs', { PATH: folder })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^Installing the packages \(npm ci\)/)
    expect(stderr).toBe(
      'no network\n\nnpm could not install the packages: its message above says why.\n',
    )
  })

  test('a command that needs a prepared machine says how to prepare it', () => {
    clone('>=20.19')
    expect(setup('run.mjs').stderr).toContain('run "npm start" once')
    expect(setup('jest.mjs').stderr).toContain('run "npm test" once')
  })
})
