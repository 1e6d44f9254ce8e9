import { expect, test } from '@jest/globals'
import { parseDocument, type TypedDocument } from '../../src/identity/documents.ts'
import { holderKey } from '../../src/identity/holderKey.ts'
import { keyedHash } from '../../src/keys/keyedHash.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'

const hash = keyedHash(keyringFrom(newKeySettings()))

function keyOf(kind: string, country: string, number: string): string {
  const typed: TypedDocument = { kind, country, number }
  const read = parseDocument(typed)
  if (!read.ok) throw new Error(read.reason)
  return holderKey(hash, read.document)
}

test('every way of typing a document gives one key', () => {
  const keys = ['EK1234567', ' ek 123-4567', 'ЕК1234567', 'ＥＫ１２３４５６７'].map((number) =>
    keyOf('passport', 'POL', number),
  )
  expect(new Set(keys).size).toBe(1)
})

test('another kind, country or number is another key', () => {
  const keys = [
    keyOf('passport', 'POL', '1719999318'),
    keyOf('passport', 'VEN', '1719999318'),
    keyOf('cedula', '', '1719999318'),
    keyOf('foreign-code', '', '1719999318'),
    keyOf('passport', 'POL', '171999931B'),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})

test('the key shows nothing of the document', () => {
  expect(keyOf('passport', 'VEN', '084523917')).toMatch(/^[A-Za-z0-9_-]{43}$/)
})
