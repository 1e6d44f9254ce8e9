import { expect, test } from '@jest/globals'
import { keyedHash, sameText } from '../../src/keys/keyedHash.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'

const hash = keyedHash(keyringFrom(newKeySettings()))

test('equal values have equal hashes, 43 characters long', () => {
  expect(hash('code', '042731')).toBe(hash('code', '042731'))
  expect(hash('code', '')).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

test('purpose, value and key each matter, also where they meet', () => {
  const other = keyedHash(keyringFrom(newKeySettings()))
  const hashes = [
    hash('code', '042731'),
    hash('code', '042732'),
    hash('holder', '042731'),
    hash('cod', 'e042731'),
    hash('code|0', '42731'),
    hash('code', '0|42731'),
    other('code', '042731'),
  ]
  expect(new Set(hashes).size).toBe(hashes.length)
})

test.each([
  ['', '', true],
  ['abc', 'abc', true],
  ['ñ', 'ñ', true],
  ['abc', 'abd', false],
  ['abc', 'ab', false],
  ['', 'a', false],
])('%j and %j: %s', (a, b, same) => {
  expect(sameText(a, b)).toBe(same)
})
