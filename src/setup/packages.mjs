// @ts-check
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aptInstall, mayUseApt } from './apt.mjs'
import { run } from './command.mjs'
import { findExecutable } from './executables.mjs'
import { obstacle } from './obstacle.mjs'
import { inProject, root } from './project.mjs'
import { digestOf, isStamped, leaveStamp } from './stamps.mjs'

const stamp = inProject('node_modules', '.turnero-stamp')
const compilers = ['python3', 'make', 'g++']

/** What the installed packages depend on: another Node or machine needs other binaries. */
const digest = () =>
  digestOf(root, ['package-lock.json'], [process.versions.modules, process.platform, process.arch])

/** Whether the packages of package-lock.json are installed for this Node. */
export const packagesAreInstalled = () => isStamped(stamp, digest())

/**
 * Installs the packages of package-lock.json unless they are installed. better-sqlite3 is compiled
 * where nobody offers it ready-made; the tools for that are installed only when it turns out so.
 *
 * @param {import('./project.mjs').Say} say
 */
export async function installPackages(say) {
  if (packagesAreInstalled()) return
  say('Installing the packages (npm ci). The first time takes a few minutes.')
  let ended = await npmCi()
  if (ended.code !== 0 && wasCompiling(ended.output)) {
    const missing = compilers.filter((name) => findExecutable([name]) === null)
    if (missing.length > 0) {
      await installCompilers(missing, say)
      ended = await npmCi()
    }
    const headers = ended.code === 0 ? null : ownHeaders()
    if (headers !== null) {
      // Many a public network lets nobody fetch Node's headers, which lie here anyway.
      say(`Compiling against Node's own headers in ${headers}.`)
      process.env.npm_config_nodedir = headers
      ended = await npmCi()
    }
  }
  if (ended.code !== 0) {
    throw obstacle('npm could not install the packages: its message above says why.')
  }
  await checkDatabaseDriver(say)
  leaveStamp(stamp, digest())
}

/**
 * @param {string[]} missing
 * @param {import('./project.mjs').Say} say
 */
async function installCompilers(missing, say) {
  const list = missing.join(', ')
  if (mayUseApt()) {
    say(`better-sqlite3 has to be compiled here; installing ${list} with apt-get.`)
    if (await aptInstall(missing)) return
  }
  throw obstacle(
    `better-sqlite3 has to be compiled on this machine: install ${list} and run the command again.`,
  )
}

/** Development packages are always needed (the build is made here), whatever NODE_ENV says. */
function npmCi() {
  return npm(['ci', '--include=dev', '--no-audit', '--no-fund'])
}

/** @param {string[]} args */
function npm(args) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js') && existsSync(script)) {
    return run(process.execPath, [script, ...args], { cwd: root })
  }
  return run('npm', args, { cwd: root })
}

/** Where Node was installed, if the headers of this very version lie beside it; else null. */
function ownHeaders() {
  const prefix = dirname(dirname(realpathSync(process.execPath)))
  const file = join(prefix, 'include', 'node', 'node_version.h')
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  const [major, minor, patch] = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1],
  )
  return `${major}.${minor}.${patch}` === process.versions.node ? prefix : null
}

/** @param {string} output */
const wasCompiling = (output) => /node-gyp|gyp ERR|prebuild-install/i.test(output)

/**
 * A configuration that forbids install scripts leaves packages without their binaries; better to
 * learn it now than from the first query.
 *
 * @param {import('./project.mjs').Say} say
 */
async function checkDatabaseDriver(say) {
  const trial = ['-e', "new (require('better-sqlite3'))(':memory:').close()"]
  const works = async () =>
    (await run(process.execPath, trial, { cwd: root, quiet: true })).code === 0
  if (await works()) return
  say('Building better-sqlite3 (npm rebuild).')
  await npm(['rebuild', 'better-sqlite3', '--ignore-scripts=false'])
  if (await works()) return
  throw obstacle(
    'better-sqlite3 is installed but does not load: allow its install script and run "npm rebuild better-sqlite3".',
  )
}
