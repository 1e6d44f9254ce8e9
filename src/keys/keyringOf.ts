import { join } from 'node:path'
import type { Config } from '../config.ts'
import { demoKeyring } from './demoKeyring.ts'
import { type Keyring, keyringFrom } from './keyring.ts'

/** The keyring of the settings; in demo mode without keys, the one that is made and kept under `data`. */
export function keyringOf({ keys, dataDir }: Pick<Config, 'keys' | 'dataDir'>): Keyring {
  if (!keys) return demoKeyring(join(dataDir, 'keys'))
  return keyringFrom({
    sealKeys: keys.SEAL_KEYS,
    hashKey: keys.HASH_KEY,
    linkKeys: keys.LINK_KEYS,
    confirmationKey: keys.CONFIRMATION_KEYS,
  })
}
