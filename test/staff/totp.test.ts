import { expect, test } from '@jest/globals'
import { toBase32 } from '../../src/keys/base32.ts'
import { codeOf, otpauthUri, secretText, stepAt, stepOfCode } from '../../src/staff/totp.ts'

const secret = toBase32(Buffer.from('12345678901234567890', 'ascii'))

// RFC 6238, appendix B, SHA-1; of its eight digits the last six.
test.each([
  ['1970-01-01T00:00:59.000Z', '287082'],
  ['2005-03-18T01:58:29.000Z', '081804'],
  ['2005-03-18T01:58:31.000Z', '050471'],
  ['2009-02-13T23:31:30.000Z', '005924'],
  ['2033-05-18T03:33:20.000Z', '279037'],
  ['2603-10-11T11:33:20.000Z', '353130'],
])('the code of %s is %s', (instant, code) => expect(codeOf(secret, stepAt(instant))).toBe(code))

test('a code is good in its own half minute and the ones beside it', () => {
  const at = '2005-03-18T01:58:31.000Z'
  const step = stepAt(at)
  const read = (away: number) => stepOfCode(secret, codeOf(secret, step + away), at)
  expect([-2, -1, 0, 1, 2].map(read)).toEqual([null, step - 1, step, step + 1, null])
  expect(stepOfCode(secret, ' 050 471 ', at)).toBe(step)
  expect(stepOfCode(secret, '０５０４７１', at)).toBe(step)
  for (const wrong of ['', '50471', '0504711', 'abcdef']) {
    expect(stepOfCode(secret, wrong, at)).toBeNull()
  }
})

test('a secret has 160 bits, and goes into the address that apps read', () => {
  expect(secretText(Buffer.alloc(32, 255))).toHaveLength(32)
  expect(otpauthUri('ABC', 'IESS y más', 'ana@iess.example')).toBe(
    'otpauth://totp/IESS%20y%20m%C3%A1s:ana%40iess.example?secret=ABC&issuer=IESS%20y%20m%C3%A1s&period=30',
  )
})
