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

/** The keyring of the settings; demo mode makes its own under `DATA_DIR` and keeps it there. */
export function configuredKeyring({ dataDir, keys }: KeyPlaces): Keyring {
  if (!keys) return demoKeyring(`${dataDir}/keys`)
  return keyringFrom({
    sealKeys: keys.SEAL_KEYS,
    hashKey: keys.HASH_KEY,
    linkKeys: keys.LINK_KEYS,
    confirmationKey: keys.CONFIRMATION_KEYS,
  })
}
