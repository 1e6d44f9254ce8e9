import type { Database } from '../../db/database.ts'
import { openStores, type Stores } from '../../db/stores.ts'
import { type Clock, startingAt, systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { configuredKeyring } from '../keys/configuredKeyring.ts'
import { type KeyedHash, keyedHash } from '../keys/keyedHash.ts'
import type { Keyring } from '../keys/keyring.ts'
import { holdsSealed, whyKeysDoNotFit } from '../keysOfDatabase.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withDatabase } from './withDatabase.ts'

/** What a command works with that reads or writes what is sealed or hashed. */
export type KeyedGround = {
  database: Database
  stores: Stores
  clock: Clock
  hash: KeyedHash
  keyring: Keyring
  config: Config
}

/** As `withDatabase`, with the keys of the settings; refuses where they are not the database's. */
export function withKeys(
  terminal: Terminal,
  work: (ground: KeyedGround) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withDatabase(terminal, async (database, config) => {
    const stores = openStores(database.tables)
    const made = !(await holdsSealed({ database, stores }))
    const keyring = keyringOrComplaint(config, made)
    const complaint =
      typeof keyring === 'string' ? keyring : await whyKeysDoNotFit({ database, stores }, keyring)
    if (typeof keyring === 'string' || complaint !== null) {
      terminal.complain(complaint ?? '')
      return 1
    }
    return work({
      database,
      stores,
      clock: config.clock ? startingAt(config.clock) : systemClock,
      hash: keyedHash(keyring),
      keyring,
      config,
    })
  })
}

/** Keys are made where nothing was sealed with others: `make`. */
function keyringOrComplaint(config: Config, make: boolean): Keyring | string {
  try {
    return configuredKeyring(config, make)
  } catch (error) {
    return error instanceof Error ? error.message : 'The keys cannot be read.'
  }
}
