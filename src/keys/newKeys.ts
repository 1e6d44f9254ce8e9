import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeySettings } from './keyring.ts'
import { keyBytes } from './keyText.ts'

/** A fresh set of keys, as the texts of the four settings. */
export function newKeySettings(): KeySettings {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    sealKeys: `k1:${newKey()}`,
    hashKey: newKey(),
    linkKeys: `k1:${newKey()}`,
    confirmationKey: `k1:${signKey}`,
  }
}

/** Keys under the names that the settings file and the environment know them by. */
export function namedKeys({ sealKeys, hashKey, linkKeys, confirmationKey }: KeySettings) {
  return {
    SEAL_KEYS: sealKeys,
    HASH_KEY: hashKey,
    LINK_KEYS: linkKeys,
    CONFIRMATION_KEYS: confirmationKey,
  }
}

/** Fresh keys, as lines that an operator pastes into the settings file. Secret: for a terminal, never a log. */
export function generateKeys(): string {
  return Object.entries(namedKeys(newKeySettings()))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function newKey(): string {
  return randomBytes(keyBytes).toString('base64')
}
