import { type DatabasePlace, placeOf } from '../../../db/place.ts'
import type { Config } from '../../config.ts'
import { keyringFrom } from '../../keys/keyring.ts'
import { bad, good, look, type Verdict } from './verdict.ts'

/** The oldest Node.js that still gets security fixes. */
const oldestCaredFor = 22

/** The first version that may end a process when it collects a statement of better-sqlite3 12. */
const unsure = { major: 24, minor: 19 }

/** Settings that were read, the keys among them, and what this process runs on. */
export function examineSettings({ keys, demo, trustProxy, databaseUrl }: Config): Verdict[] {
  return [
    demo
      ? look(
          'settings',
          'This is demo mode: for this machine only, with sample data.',
          'Set PUBLIC_BASE_URL for a real installation.',
        )
      : good('settings', 'All settings can be read and fit together.'),
    ...(keys ? [examineKeys(keys)] : []),
    ...(demo || trustProxy !== 0
      ? []
      : [
          look(
            'proxy',
            'TRUST_PROXY is 0: right only where people reach this process directly.',
            'Behind one proxy set TRUST_PROXY=1, or everybody shares the limits of one address.',
          ),
        ]),
    examineNode(process.versions.node, placeOf(databaseUrl)),
  ]
}

function examineKeys(keys: NonNullable<Config['keys']>): Verdict {
  try {
    keyringFrom({
      sealKeys: keys.SEAL_KEYS,
      hashKey: keys.HASH_KEY,
      linkKeys: keys.LINK_KEYS,
      confirmationKey: keys.CONFIRMATION_KEYS,
    })
    return good('keys', 'The keys can be read, and each purpose has its own.')
  } catch (error) {
    const why = error instanceof Error ? error.message : 'The keys cannot be read.'
    return bad('keys', why, 'Put the right keys into the settings; never invent new ones.')
  }
}

/**
 * How long this version of Node.js (`22.23.1`) is cared for, and whether the driver of SQLite can be
 * trusted with it; PostgreSQL has another driver.
 */
export function examineNode(version: string, { dialect }: Pick<DatabasePlace, 'dialect'>): Verdict {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < oldestCaredFor) {
    return look(
      'node',
      `Node.js ${version} gets no more security fixes.`,
      'Run Turnero on Node.js 22.',
    )
  }
  const endsProcesses = major > unsure.major || (major === unsure.major && minor >= unsure.minor)
  return endsProcesses && dialect === 'sqlite'
    ? look(
        'node',
        `Node.js ${version} may end a process that uses SQLite (nodejs/node#65446).`,
        'Run Turnero on Node.js 22 until that is mended.',
      )
    : good('node', `Node.js ${version}.`)
}
