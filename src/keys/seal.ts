import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.ts'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts `plain` for storage: `id.base64url` of nonce, ciphertext and tag. `context` says where the text
 * belongs (`turnos:personal:<id>`) and is needed to open it, so that a sealed text moved to another row
 * or column does not open there. The same text sealed twice looks different.
 */
export function seal(keyring: Keyring, plain: string, context: string): string {
  const id = keyring.seal.current
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(keyring, id), nonce, { authTagLength: tagBytes })
  cipher.setAAD(boundTo(id, context))
  const body = Buffer.concat([
    nonce,
    cipher.update(plain, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return `${id}.${body.toString('base64url')}`
}

/**
 * What was sealed. Throws when the text was altered, belongs to another context, or its key is gone:
 * none of these is a user's mistake. The error says nothing about the content.
 */
export function open(keyring: Keyring, sealed: string, context: string): string {
  const [id = '', body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < nonceBytes + tagBytes || sealed !== `${id}.${bytes.toString('base64url')}`) {
    throw new Error('This is not a sealed text.')
  }
  const nonce = bytes.subarray(0, nonceBytes)
  const decipher = createDecipheriv(algorithm, keyOf(keyring, id), nonce, {
    authTagLength: tagBytes,
  })
  decipher.setAAD(boundTo(id, context))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([plain, decipher.final()]).toString('utf8')
}

function keyOf(keyring: Keyring, id: string): Buffer {
  const key = keyring.seal.keys.get(id)
  if (key === undefined) throw new Error('The key of this sealed text is not in SEAL_KEYS.')
  return key
}

function boundTo(id: string, context: string): Buffer {
  return Buffer.from(`turnero/seal/1|${id}|${context}`, 'utf8')
}
