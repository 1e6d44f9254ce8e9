// @ts-check
import { run } from './command.mjs'
import { findExecutable } from './executables.mjs'

/** Whether we may install system packages ourselves: root, on a system with apt-get. */
export function mayUseApt() {
  return process.getuid?.() === 0 && findExecutable(['apt-get']) !== null
}

/** A mirror that does not answer must not hold up a start for long. */
const patience = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20']
const minute = 60_000

/**
 * Installs Debian packages without asking anything. Returns whether it worked; says why not itself,
 * by letting apt-get's errors through.
 *
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>}
 */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', [...patience, 'update', '-qq'], { env, quiet: true, timeout: 3 * minute })
  const install = [...patience, 'install', '-y', '-qq', '--no-install-recommends', ...packages]
  const ended = await run('apt-get', install, { env, quiet: true, timeout: 10 * minute })
  if (ended.code !== 0) process.stderr.write(`${lastLines(ended.output)}\n`)
  return ended.code === 0
}

/** @param {string} output */
function lastLines(output) {
  return output.trim().split('\n').slice(-5).join('\n')
}
