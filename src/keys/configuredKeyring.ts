import { demoKeyring } from './demoKeyring.ts'
import { type Keyring, keyringFrom } from './keyring.ts'

/** What the settings say of keys: their texts or, in demo mode, the folder where they are made. */
export type KeyPlaces = {
  dataDir: string
  keys: {
    SEAL_KEYS: string
    HASH_KEY: string
    LINK_KEYS: string
    CONFIRMATION_KEYS: string
  } | null
}

/**
 * The keyring of the settings; demo mode makes its own under `DATA_DIR` and keeps it there. With `make`
 * false none are made. Throws a sentence where they cannot be had.
 */
export function configuredKeyring({ dataDir, keys }: KeyPlaces, make = true): Keyring {
  if (!keys) return demoKeyring(`${dataDir}/keys`, make)
  return keyringFrom({
    sealKeys: keys.SEAL_KEYS,
    hashKey: keys.HASH_KEY,
    linkKeys: keys.LINK_KEYS,
    confirmationKey: keys.CONFIRMATION_KEYS,
  })
}
