import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { type KeySettings, keyringFrom } from '../../src/keys/keyring.ts'
import { generateKeys, newKeySettings } from '../../src/keys/newKeys.ts'

const good = newKeySettings()
const ed25519 = generateKeyPairSync('ed25519').privateKey
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const random = () => base64(randomBytes(32))

function sentenceOf(change: Partial<KeySettings>): string {
  try {
    keyringFrom({ ...good, ...change })
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return 'taken'
}

test('made keys are taken', () => {
  const keyring = keyringFrom(good)
  expect(keyring.seal.current).toBe('k1')
  expect(keyring.seal.keys.get('k1')).toHaveLength(32)
  expect(keyring.hash).toHaveLength(32)
  expect(keyring.confirmation.signKey.type).toBe('private')
  expect(keyring.confirmation.verifyKeys.get('k1')?.type).toBe('public')
})

test('the first key is the current one', () => {
  const { seal } = keyringFrom({ ...good, sealKeys: `k2:${random()}, ${good.sealKeys}` })
  expect(seal.current).toBe('k2')
  expect([...seal.keys.keys()]).toEqual(['k2', 'k1'])
})

describe('a confirmation key can be written as', () => {
  const pem = ed25519.export({ format: 'pem', type: 'pkcs8' }).toString()
  test.each([
    ['PEM', pem],
    ['PEM in one line', pem.replaceAll('\n', '\\n')],
    ['base64 of the PEM', base64(Buffer.from(pem))],
    ['base64 of the DER', base64(ed25519.export({ format: 'der', type: 'pkcs8' }))],
  ])('%s', (_, text) => {
    const { confirmation } = keyringFrom({ ...good, confirmationKey: `q7:${text}` })
    expect(confirmation.current).toBe('q7')
    expect(confirmation.signKey.equals(ed25519)).toBe(true)
  })

  test('a public key behind the first, to verify old papers', () => {
    const old = generateKeyPairSync('ed25519').publicKey
    const text = base64(old.export({ format: 'der', type: 'spki' }))
    const { verifyKeys } = keyringFrom({
      ...good,
      confirmationKey: `${good.confirmationKey},k0:${text}`,
    }).confirmation
    expect(verifyKeys.get('k0')?.equals(old)).toBe(true)
    expect(sentenceOf({ confirmationKey: `k0:${text}` })).toContain('must begin with a private key')
  })
})

describe('refused in one sentence that names the setting', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const counting = Uint8Array.from({ length: 32 }, (_, place) => place)
  test.each<[string, Partial<KeySettings>, string]>([
    ['no key', { sealKeys: '' }, 'SEAL_KEYS is missing'],
    ['only commas', { linkKeys: ' , ,' }, 'LINK_KEYS is missing'],
    ['no hash key', { hashKey: ' ' }, 'HASH_KEY is missing'],
    ['an empty key', { sealKeys: 'k1:' }, 'SEAL_KEYS is missing'],
    ['no id', { sealKeys: random() }, 'SEAL_KEYS must be "id:key"'],
    ['a capital id', { linkKeys: `K1:${random()}` }, 'LINK_KEYS must be "id:key"'],
    [
      'one id twice',
      { linkKeys: `k1:${random()},k1:${random()}` },
      'LINK_KEYS has the same key id',
    ],
    [
      'a short key',
      { sealKeys: `k1:${base64(randomBytes(31))}` },
      'SEAL_KEYS has a key of 31 bytes',
    ],
    [
      'a long key',
      { sealKeys: `k1:${base64(randomBytes(33))}` },
      'SEAL_KEYS has a key of 33 bytes',
    ],
    ['a short hash key', { hashKey: base64(randomBytes(16)) }, 'HASH_KEY has a key of 16 bytes'],
    ['no base64', { hashKey: 'ñandú!' }, 'HASH_KEY is not base64'],
    ['zeros', { hashKey: base64(new Uint8Array(32)) }, 'HASH_KEY has an example value'],
    ['counting', { linkKeys: `k1:${base64(counting)}` }, 'LINK_KEYS has an example value'],
    [
      'a sentence',
      { sealKeys: `k1:${base64(Buffer.from('My quick brown fox jumps! 012345'))}` },
      'SEAL_KEYS has an example value',
    ],
    [
      'one key for two purposes',
      { linkKeys: good.sealKeys },
      'LINK_KEYS repeats a key of SEAL_KEYS',
    ],
    ['no signing key', { confirmationKey: '' }, 'CONFIRMATION_KEYS is missing'],
    [
      'another text',
      { confirmationKey: `k1:${random()}` },
      'CONFIRMATION_KEYS has a key that is not',
    ],
    [
      'a broken PEM',
      { confirmationKey: 'k1:-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
      'CONFIRMATION_KEYS has a key that is not',
    ],
    [
      'RSA',
      { confirmationKey: `k1:${base64(rsa.export({ format: 'der', type: 'pkcs8' }))}` },
      'CONFIRMATION_KEYS has a key that is not',
    ],
  ])('%s', (_, change, sentence) => {
    const said = sentenceOf(change)
    expect(said.startsWith(sentence)).toBe(true)
    expect(said).toMatch(/^[^\n]{10,140}\.$/)
    for (const value of Object.values(change)) {
      if (value.length > 20) expect(said).not.toContain(value.slice(4, 20))
    }
  })
})

test('the operator gets four lines that are taken as they are', () => {
  const lines = generateKeys().trimEnd().split('\n')
  const settings = new Map(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  )
  expect([...settings.keys()]).toEqual(['SEAL_KEYS', 'HASH_KEY', 'LINK_KEYS', 'CONFIRMATION_KEYS'])
  const keyring = keyringFrom({
    sealKeys: settings.get('SEAL_KEYS') ?? '',
    hashKey: settings.get('HASH_KEY') ?? '',
    linkKeys: settings.get('LINK_KEYS') ?? '',
    confirmationKey: settings.get('CONFIRMATION_KEYS') ?? '',
  })
  expect(keyring.link.current).toBe('k1')
  expect(generateKeys()).not.toBe(generateKeys())
})
