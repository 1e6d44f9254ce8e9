import { createPublicKey, type KeyObject } from 'node:crypto'
import { type KeySet, parseKeyList, parseSecret } from './keyText.ts'
import { parseSigningKeys } from './signingKeys.ts'

/**
 * Every secret the application has. `seal` encrypts personal columns, `hash` makes the values they are
 * looked up by, `link` signs links in mails, `confirmation` signs the QR of a turno. All but `hash` can be
 * rotated by putting a new key in front and keeping the old ones; a new hash key makes every stored
 * hash useless.
 */
export type Keyring = {
  seal: KeySet
  hash: Buffer
  link: KeySet
  confirmation: { current: string; signKey: KeyObject; verifyKeys: Map<string, KeyObject> }
}

/** The texts of the four settings, as an operator writes them. */
export type KeySettings = {
  sealKeys: string
  hashKey: string
  linkKeys: string
  confirmationKey: string
}

/**
 * The keyring of an installation. `sealKeys` and `linkKeys` are `id:base64,id:base64`, `hashKey` is one
 * base64 text, `confirmationKey` is `id:key` with an Ed25519 key (PKCS8, PEM or base64), followed by older
 * ones where there are any. Throws an Error whose message is one sentence that names the setting and
 * never quotes a key, when one is missing, too short, an example value, or used for two purposes.
 */
export function keyringFrom(settings: KeySettings): Keyring {
  const seal = parseKeyList('SEAL_KEYS', settings.sealKeys)
  const hash = parseSecret('HASH_KEY', settings.hashKey)
  const link = parseKeyList('LINK_KEYS', settings.linkKeys)
  const signing = parseSigningKeys('CONFIRMATION_KEYS', settings.confirmationKey)
  refuseSharing([
    ['SEAL_KEYS', [...seal.keys.values()]],
    ['HASH_KEY', [hash]],
    ['LINK_KEYS', [...link.keys.values()]],
  ])
  const verifyKeys = new Map(
    Array.from(signing.keys, ([id, key]): [string, KeyObject] => [
      id,
      key.type === 'private' ? createPublicKey(key) : key,
    ]),
  )
  return {
    seal,
    hash,
    link,
    confirmation: { current: signing.current, signKey: signing.signKey, verifyKeys },
  }
}

function refuseSharing(owners: [string, Buffer[]][]): void {
  const seen = new Map<string, string>()
  for (const [setting, keys] of owners) {
    for (const key of keys) {
      const text = key.toString('base64')
      const other = seen.get(text)
      if (other !== undefined) {
        throw new Error(`${setting} repeats a key of ${other}: every purpose needs its own.`)
      }
      seen.set(text, setting)
    }
  }
}
