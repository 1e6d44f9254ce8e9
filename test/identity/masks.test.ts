import { expect, test } from '@jest/globals'
import { maskDocument, maskEmail, maskPhone } from '../../src/identity/masks.ts'

test.each([
  ['084523421', '····3421'],
  ['1234567', '····567'],
  ['1234', '····34'],
  ['', '····'],
])('the document %j shows as %s', (number, shown) => {
  expect(maskDocument(number)).toBe(shown)
})

test.each([
  ['ana@gmail.com', 'a···@gmail.com'],
  ['a@example.org', 'a···@example.org'],
  ['no address', '····'],
])('the address %j shows as %s', (address, shown) => {
  expect(maskEmail(address)).toBe(shown)
})

test('a phone number shows three digits', () => {
  expect(maskPhone('+593991234567')).toBe('····567')
})
