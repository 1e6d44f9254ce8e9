// @ts-check
import { existsSync } from 'node:fs'
import { aptInstall, mayUseApt } from './apt.mjs'
import { findExecutable } from './executables.mjs'
import { inProject } from './project.mjs'
import { leaveStamp } from './stamps.mjs'

const names = ['redis-server', 'valkey-server']

/** Where we note that apt-get could not help, so that it is not asked again at every start. */
const attempt = inProject('node_modules', '.turnero-redis-attempt')

/**
 * The path of a redis-server or valkey-server: `REDIS_SERVER` if set, an installed one, or one that
 * is installed now where we may; null where there is none.
 *
 * @param {import('./project.mjs').Say} say
 * @returns {Promise<string | null>}
 */
export async function findOrInstallRedis(say) {
  const named = process.env.REDIS_SERVER
  const found = findExecutable(named ? [named] : names)
  if (found || !mayUseApt() || existsSync(attempt)) return found
  say('Installing redis-server with apt-get.')
  if (!(await aptInstall(['redis-server']))) leaveStamp(attempt, 'apt-get could not install it')
  return findExecutable(names)
}
