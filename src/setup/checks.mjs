// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { run } from './command.mjs'
import { inProject, packageFile, root, sayAloud } from './project.mjs'

/** @typedef {{ passed: number, failed: number }} Tally */

const browserFolder = 'test/browser'
/** Tests that need the machine for themselves: their processes are killed, paused and timed. */
const faultsFolder = 'test/faults'

const typescript = packageFile('typescript', 'bin/tsc')

/** What must hold before any test is run: a name for the person, and a command for Node. */
export function staticChecks() {
  return [
    { name: 'types, SQLite', args: [typescript, '-p', 'tsconfig.json', '--noEmit'] },
    { name: 'types, PostgreSQL', args: [typescript, '-p', 'tsconfig.pg.json', '--noEmit'] },
    ...(existsSync(inProject('views/assets/tsconfig.json'))
      ? [
          {
            name: 'types, browser',
            args: [typescript, '-p', 'views/assets/tsconfig.json', '--noEmit'],
          },
        ]
      : []),
    {
      name: 'format and lint',
      args: [packageFile('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings'],
    },
  ]
}

/** @param {string[]} args */
export async function passes(args) {
  return (await run(process.execPath, args, { cwd: root })).code === 0
}

/**
 * Everything that needs neither a browser nor the machine for itself, on all cores.
 *
 * @param {string[]} [narrowed] further arguments for Jest
 * @param {number} [timeout] milliseconds after which they are ended
 */
export function lightTests(narrowed = [], timeout) {
  // The list of ignored folders takes whatever follows it, so it comes last.
  const ignored = ['--testPathIgnorePatterns', browserFolder, faultsFolder]
  return jest('light', [...narrowed, '--maxWorkers=100%', ...ignored], timeout)
}

/**
 * Two browsers at a time: each test waits for pages more than it computes.
 *
 * @param {number} [timeout]
 */
export function browserTests(timeout) {
  return jest('browser', ['--maxWorkers=2', browserFolder], timeout)
}

/**
 * The tests that break things, one after the other.
 *
 * @param {number} [timeout]
 */
export function faultTests(timeout) {
  return jest('faults', ['--runInBand', faultsFolder], timeout)
}

/**
 * Runs Jest and reads its own account of the result. A test file that could not run counts as
 * failed, and so does a skipped test: a check that did not run proves nothing.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {number} [timeout] milliseconds after which it is ended, which counts as failed
 * @returns {Promise<Tally>}
 */
export async function jest(name, args, timeout) {
  const account = inProject('test', 'output', `jest-${name}.json`)
  mkdirSync(inProject('test', 'output'), { recursive: true })
  rmSync(account, { force: true })
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  }
  const ended = await run(
    process.execPath,
    [packageFile('jest', 'bin/jest.js'), '--json', `--outputFile=${account}`, ...args],
    { cwd: root, env, timeout },
  )
  if (!existsSync(account)) {
    sayAloud(`Jest left no account of the ${name} tests: it was ended, or could not begin.`)
    return { passed: 0, failed: 1 }
  }
  const chosen = args.some((arg) => /^(-t|--testNamePattern)/.test(arg))
  return tallyOf(JSON.parse(readFileSync(account, 'utf8')), ended.code, chosen)
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   numTodoTests: number, numRuntimeErrorTestSuites: number }} account what Jest wrote
 * @param {number} code what Jest exited with
 * @param {boolean} chosen whether only tests of some name were asked for: the others were not skipped
 * @returns {Tally}
 */
export function tallyOf(account, code, chosen = false) {
  const failed =
    account.numFailedTests +
    (chosen ? 0 : account.numPendingTests) +
    account.numTodoTests +
    account.numRuntimeErrorTestSuites
  return { passed: account.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}
