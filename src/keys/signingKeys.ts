import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { splitEntries } from './keyText.ts'

/** The key that signs and, by id, every key whose signatures still count. */
export type SigningKeys = { current: string; signKey: KeyObject; keys: Map<string, KeyObject> }

/**
 * Reads `id:key,id:key`, the signing key first. A key is Ed25519: PKCS8 as PEM, as base64 of the PEM, or as
 * base64 of its DER; the ones after the first may also be public keys (SPKI), kept to verify old papers.
 * Throws a sentence that names `setting`.
 */
export function parseSigningKeys(setting: string, text: string): SigningKeys {
  const entries = splitEntries(setting, text)
  const keys = new Map(
    entries.map(({ id, value }): [string, KeyObject] => [id, parseKey(setting, value)]),
  )
  const current = entries[0].id
  const signKey = keys.get(current)
  if (signKey?.type !== 'private') {
    throw new Error(`${setting} must begin with a private key: the first one signs.`)
  }
  return { current, signKey, keys }
}

function parseKey(setting: string, value: string): KeyObject {
  const key = decode(value)
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw new Error(`${setting} has a key that is not an Ed25519 key in PKCS8, PEM or base64.`)
  }
  return key
}

function decode(value: string): KeyObject | null {
  if (value.includes('-----BEGIN')) return fromPem(value.replaceAll('\\n', '\n'))
  const bytes = Buffer.from(value, 'base64')
  const text = bytes.toString('latin1')
  if (text.includes('-----BEGIN')) return fromPem(text)
  return (
    attempt(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })) ??
    attempt(() => createPublicKey({ key: bytes, format: 'der', type: 'spki' }))
  )
}

function fromPem(pem: string): KeyObject | null {
  return attempt(() => (pem.includes('PRIVATE') ? createPrivateKey(pem) : createPublicKey(pem)))
}

/** OpenSSL's own message would name byte offsets of the key; the caller says which setting is wrong. */
function attempt(read: () => KeyObject): KeyObject | null {
  try {
    return read()
  } catch {
    return null
  }
}
