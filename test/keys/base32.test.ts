import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fromBase32, toBase32 } from '../../src/keys/base32.ts'

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('%j is %j, as RFC 4648 has it', (plain, text) => {
  expect(toBase32(Buffer.from(plain))).toBe(text)
})

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(fromBase32(toBase32(bytes))).toEqual(bytes)
    }),
  )
})

test.each(['M', 'MZ', 'my', 'MY=', 'M1', 'MZXW6Y', 'M?', '🙂'])('%j is refused', (text) => {
  expect(fromBase32(text)).toBeNull()
})
