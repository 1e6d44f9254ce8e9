import { expect, test } from '@jest/globals'
import { dialledNumber, parsePhone } from '../../src/identity/phone.ts'

test.each([
  ['0991234567', '+593991234567', '+593 99 123 4567'],
  ['099 123 4567', '+593991234567', '+593 99 123 4567'],
  ['+593 (0)99 123-4567', '+593991234567', '+593 99 123 4567'],
  ['593991234567', '+593991234567', '+593 99 123 4567'],
  ['٠٩٩١٢٣٤٥٦٧', '+593991234567', '+593 99 123 4567'],
  ['＋５９３991234567', '+593991234567', '+593 99 123 4567'],
  ['+58 412-1234567', '+584121234567', '+58 412 1234567'],
  ['00584121234567', '+584121234567', '+58 412 1234567'],
  ['584121234567', '+584121234567', '+58 412 1234567'],
  ['+48 512 345 678', '+48512345678', '+48 512 345 678'],
  ['+84 91 234 56 78', '+84912345678', '+84 912 345 678'],
  ['+1 202 555 0143', '+12025550143', '+1 202 555 0143'],
])('%s is %s', (typed, e164, international) => {
  expect(parsePhone(typed)).toEqual({ ok: true, e164, international })
})

test.each([
  ['', 'missing'],
  ['  ', 'missing'],
  ['hola', 'characters'],
  ['099123456x', 'characters'],
  ['0991234567;ext=1', 'characters'],
  ['0991234567\r\n', null],
  ['099\r\n1234567', 'characters'],
  ['099123', 'too-short'],
  ['09912345678901', 'too-long'],
  ['9'.repeat(10_000), 'too-long'],
  ['+999 123 4567', 'country'],
  ['0112345678', 'not-assigned'],
  ['022123456', 'not-mobile'],
  ['+593 4 212 3456', 'not-mobile'],
])('%j: %s', (typed, reason) => {
  const read = parsePhone(typed)
  expect(read.ok ? null : read.reason).toBe(reason)
})

test('a landline of another country is taken: not every plan tells', () => {
  expect(parsePhone('+34 91 123 45 67')).toMatchObject({ ok: true, e164: '+34911234567' })
})

test('the country without a code can be another one', () => {
  expect(parsePhone('512 345 678', 'PL')).toMatchObject({ ok: true, e164: '+48512345678' })
})

test.each([
  ['+593 2 394 5666', '+59323945666'],
  ['(02) 394-5666', '+59323945666'],
  ['0991234567', '+593991234567'],
  ['1800 123 456', '+5931800123456'],
  ['+34 900 123 456', '+34900123456'],
  ['140', null],
  ['', null],
  ['02 394 5666 / 02 394 5667', null],
  ['call us', null],
  ['9'.repeat(300), null],
])("an institution's %s is dialled as %s", (text, dialled) => {
  expect(dialledNumber(text)).toBe(dialled)
})
