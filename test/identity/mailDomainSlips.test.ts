import { expect, test } from '@jest/globals'
import { suggestAddress, suggestDomain } from '../../src/identity/mailDomainSlips.ts'
import { oftenMistyped, rightAsTheyAre } from '../../src/identity/mailDomains.ts'

test.each([
  ['gmial.com', 'gmail.com'],
  ['gmai.com', 'gmail.com'],
  ['gmal.com', 'gmail.com'],
  ['gnail.com', 'gmail.com'],
  ['gmaill.com', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['gmail.comm', 'gmail.com'],
  ['gmail.co', 'gmail.com'],
  ['gmial.con', 'gmail.com'],
  ['hotmial.com', 'hotmail.com'],
  ['hotmai.com', 'hotmail.com'],
  ['hotnail.com', 'hotmail.com'],
  ['hotmal.es', 'hotmail.es'],
  ['outlok.com', 'outlook.com'],
  ['outloock.com', 'outlook.com'],
  ['outlool.es', 'outlook.es'],
  ['yaho.com', 'yahoo.com'],
  ['yahooo.com', 'yahoo.com'],
  ['yaho.com.ar', 'yahoo.com.ar'],
  ['yahoo.com.mex', 'yahoo.com.mx'],
  ['iclou.com', 'icloud.com'],
  ['example.con', 'example.com'],
])('%s may be %s', (typed, meant) => {
  expect(suggestDomain(`ana@${typed}`)).toBe(meant)
})

test.each([
  ...rightAsTheyAre,
  'example.com',
  'example.co',
  'empresa.com.ec',
  'iess.gob.ec',
  'espol.edu.ec',
  'gob.mx',
  'mit.edu',
])('%s is left alone', (domain) => {
  expect(suggestDomain(`ana@${domain}`)).toBeNull()
})

test('a swap of neighbours in the middle of any well-known name is seen', () => {
  for (const domain of oftenMistyped) {
    const [, a = '', b = ''] = domain
    if (a === b) continue
    const typed = domain.charAt(0) + b + a + domain.slice(3)
    expect([typed, suggestDomain(`ana@${typed}`)]).toEqual([typed, domain])
  }
})

test('the person keeps the part that is theirs', () => {
  expect(suggestAddress('Ana.Luz+x@gmial.com')).toBe('Ana.Luz+x@gmail.com')
  expect(suggestAddress('ana@example.org')).toBeNull()
})
