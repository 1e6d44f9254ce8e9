import { type Config, readConfig, type SettingName, settingNames } from '../config.ts'
import { type KeySettings, keyringFrom } from '../keys/keyring.ts'
import { maskedAddress } from './masked.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** The settings that are secret as a whole. */
const secrets: readonly SettingName[] = ['SEAL_KEYS', 'HASH_KEY', 'LINK_KEYS', 'CONFIRMATION_KEYS']
const addresses: readonly SettingName[] = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL']

/**
 * Prints every setting as it takes effect, one `NAME=value` a line, secrets masked, and complains about
 * each one that is wrong. Settings with problems are shown as they were given.
 */
export function settings(terminal: Terminal): ExitCode {
  const read = readConfig(terminal.environment)
  const problems = read.ok ? keyProblems(read.config) : read.problems
  const lines = settingNames.map((name) => {
    const given = terminal.environment[name]?.trim() ?? ''
    const value = read.ok ? effective[name](read.config) : given
    return `${name}=${masked(name, value)}${given === '' && value !== '' ? '   (default)' : ''}`
  })
  terminal.say(lines.join('\n'))
  if (read.ok && read.config.demo) {
    terminal.say('Demonstration mode, because PUBLIC_BASE_URL is not set.')
  }
  if (problems.length === 0) return 0
  terminal.complain(problems.join('\n'))
  return 1
}

/** What each setting comes to, as a text; empty where there is nothing. */
const effective: Record<SettingName, (config: Config) => string> = {
  PUBLIC_BASE_URL: ({ publicBaseUrl }) => publicBaseUrl ?? '',
  HOST: ({ host }) => host,
  PORT: ({ port }) => String(port),
  TRUST_PROXY: ({ trustProxy }) => [trustProxy].flat().join(','),
  DATA_DIR: ({ dataDir }) => dataDir,
  DATABASE_URL: ({ databaseUrl }) => databaseUrl,
  REDIS_URL: ({ redisUrl }) => redisUrl ?? '',
  REDIS_SERVER: ({ redisServer }) => redisServer ?? '',
  SMTP_URL: ({ smtpUrl }) => smtpUrl ?? '',
  MAIL_FROM: ({ mailFrom }) => mailFrom ?? '',
  SEAL_KEYS: ({ keys }) => keys?.SEAL_KEYS ?? '',
  HASH_KEY: ({ keys }) => keys?.HASH_KEY ?? '',
  LINK_KEYS: ({ keys }) => keys?.LINK_KEYS ?? '',
  CONFIRMATION_KEYS: ({ keys }) => keys?.CONFIRMATION_KEYS ?? '',
  HOLD_MINUTES: ({ holdMinutes }) => String(holdMinutes),
  STAFF_SECOND_FACTOR: ({ staffSecondFactor }) => staffSecondFactor,
  JOBS: ({ jobsHere }) => (jobsHere ? 'here' : 'elsewhere'),
  CLOCK: ({ clock }) => clock ?? '',
  CRASH_AT: ({ crashAt }) =>
    Object.entries(crashAt)
      .map((pair) => pair.join(':'))
      .join(','),
  LOG_LEVEL: ({ logLevel }) => logLevel,
}

function masked(name: SettingName, value: string): string {
  if (value === '') return ''
  if (secrets.includes(name)) return '***'
  return addresses.includes(name) ? maskedAddress(value) : value
}

/** What is wrong with the keys that were given; each sentence names its setting and quotes no key. */
function keyProblems({ keys }: Config): string[] {
  if (keys === null) return []
  const texts: KeySettings = {
    sealKeys: keys.SEAL_KEYS,
    hashKey: keys.HASH_KEY,
    linkKeys: keys.LINK_KEYS,
    confirmationKey: keys.CONFIRMATION_KEYS,
  }
  try {
    keyringFrom(texts)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : 'The keys cannot be read.']
  }
}
