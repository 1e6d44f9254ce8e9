import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDocument } from '../../src/identity/documents.ts'
import { refused, spellings, unusualThirdDigit, wellFormed } from './cedulaNumbers.ts'
import { fastest } from './fastest.ts'

const passport = (number: string, country = 'VEN') =>
  parseDocument({ kind: 'passport', country, number })
const cedula = (number: string) => parseDocument({ kind: 'cedula', country: '', number })
const code = (number: string) => parseDocument({ kind: 'foreign-code', country: 'VEN', number })

const taken = (kind: string, country: string | null, number: string, warnings: string[] = []) => ({
  ok: true,
  document: { kind, country, number },
  warnings,
})
const refusedNumber = (reason: string) => ({ ok: false, field: 'number', reason })

describe('kind and country', () => {
  test.each(['', 'dni', 'PASSPORT', '__proto__', 'constructor'])('%j is no kind', (kind) => {
    expect(parseDocument({ kind, country: 'VEN', number: '084523917' })).toEqual({
      ok: false,
      field: 'kind',
      reason: 'kind-missing',
    })
  })

  test.each([
    ['', 'country-missing'],
    ['  ', 'country-missing'],
    ['VE', 'country-unknown'],
    ['ZZZ', 'country-unknown'],
    ['XKK', 'country-unknown'],
    ['Venezuela', 'country-unknown'],
  ])('a passport of %j is %s', (country, reason) => {
    expect(passport('084523917', country)).toEqual({ ok: false, field: 'country', reason })
  })

  test.each(['ven', ' VEN ', 'POL', 'VNM', 'XXA', 'XXB', 'XXC', 'UNO', 'RKS', 'EUE'])(
    'a passport can be of %j',
    (country) => {
      expect(passport('C1234567', country)).toMatchObject({
        ok: true,
        document: { country: country.trim().toUpperCase() },
      })
    },
  )

  test('only a passport has a country', () => {
    expect(code('AB1234')).toEqual(taken('foreign-code', null, 'AB1234'))
  })
})

describe('passport', () => {
  test.each([
    ['084523917', '084523917'],
    [' ek 123-45.67 ', 'EK1234567'],
    ['ＥＫ１２３４５６７', 'EK1234567'],
    ['ЕК1234567', 'EK1234567'], // Cyrillic
    ['ек1234567', 'EK1234567'],
    ['ΕΚ1234567', 'EK1234567'], // Greek
    ['EK\u00a01234\u2011567', 'EK1234567'],
    ['EK12345\u200b67', 'EK1234567'],
    ['EK①②③4567', 'EK1234567'],
    ['EK١٢٣4567', 'EK1234567'],
    ['ıİi1234', 'III1234'],
    ['1234', '1234'],
  ])('%j is %s', (typed, number) => {
    expect(passport(typed)).toEqual(taken('passport', 'VEN', number))
  })

  test('O and 0, I and 1 stay different', () => {
    const numbers = ['O123456', '0123456', 'I123456', '1123456', 'О123456'].map((typed) => {
      const read = passport(typed)
      return read.ok ? read.document.number : read.reason
    })
    expect(numbers).toEqual(['O123456', '0123456', 'I123456', '1123456', 'O123456'])
  })

  test.each([
    ['', 'number-missing'],
    [' -. ', 'number-missing'],
    ['123', 'too-short'],
    ['1234567890123456', 'too-long'],
    ['EK12345ß', 'characters'],
    ['ÑK1234567', 'characters'],
    ['EK123\u00004567', 'characters'],
    ['EK123🛂567', 'characters'],
    ['EK1234567\ud800', 'characters'],
    ["EK'; --", 'characters'],
    ['ЖЯ1234567', 'characters'],
  ])('%j is refused: %s', (typed, reason) => {
    expect(passport(typed)).toEqual(refusedNumber(reason))
  })

  test('more than nine characters are worth a second look', () => {
    expect(passport('123456789')).toEqual(taken('passport', 'VEN', '123456789'))
    expect(passport('1234567890')).toEqual(
      taken('passport', 'VEN', '1234567890', ['long-passport']),
    )
    expect(passport('123456789012345')).toMatchObject({ ok: true })
  })

  test('look-alikes, case and separators never make another document', () => {
    const spellingsOf: Record<string, string[]> = {
      A: ['A', 'a', 'А', 'а', 'Α', 'Ａ', '𝐀'],
      E: ['E', 'e', 'Е', 'е', 'Ε', 'Ｅ'],
      K: ['K', 'k', 'К', 'κ', 'Κ', '\u212a'],
      O: ['O', 'o', 'О', 'ο', 'Ο', 'Օ'],
      X: ['X', 'x', 'Х', 'χ', 'Χ', 'ｘ'],
      '4': ['4', '４', '٤', '۴', '४', '𝟜', '④'],
      '0': ['0', '０', '٠', '०'],
    }
    const one = fc.constantFrom(...Object.entries(spellingsOf)).chain(([plain, forms]) =>
      fc.record({
        plain: fc.constant(plain),
        typed: fc.constantFrom(...forms),
        gap: fc.constantFrom('', ' ', '-', '.', '\u2013', '\u200b', '\u00a0'),
      }),
    )
    fc.assert(
      fc.property(fc.array(one, { minLength: 4, maxLength: 9 }), (characters) => {
        const plain = characters.map((character) => character.plain).join('')
        const typed = characters.map((character) => character.typed + character.gap).join('')
        expect(passport(typed)).toEqual(taken('passport', 'VEN', plain))
      }),
    )
  })

  test('what was normalised reads the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const read = passport(text)
        if (read.ok) expect(passport(read.document.number)).toEqual(read)
      }),
    )
  })
})

describe('cédula', () => {
  test.each(wellFormed)('%s is well formed', (number) => {
    expect(cedula(number)).toEqual(taken('cedula', null, number))
  })

  test.each(spellings)('%j is %s', (typed, number) => {
    expect(cedula(typed)).toEqual(taken('cedula', null, number))
  })

  test.each(refused)('%j is refused: %s', (typed, reason) => {
    expect(cedula(typed)).toEqual(refusedNumber(reason))
  })

  test.each(unusualThirdDigit)('%s is taken with a warning', (number) => {
    expect(cedula(number)).toEqual(taken('cedula', null, number, ['third-digit']))
  })

  test('every single wrong digit is seen', () => {
    const number = fc.constantFrom(...wellFormed)
    const change = fc.record({ place: fc.nat(9), by: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(number, change, (right, { place, by }) => {
        const digit = (Number(right.charAt(place)) + by) % 10
        expect(cedula(right.slice(0, place) + digit + right.slice(place + 1)).ok).toBe(false)
      }),
    )
  })
})

describe('código de extranjero', () => {
  test.each([
    ['6001 234', '6001234'],
    ['ab-12', 'AB12'],
    ['12345678901234567890', '12345678901234567890'],
  ])('%j is %s', (typed, number) => {
    expect(code(typed)).toEqual(taken('foreign-code', null, number))
  })

  test.each([
    ['', 'number-missing'],
    ['123', 'too-short'],
    ['123456789012345678901', 'too-long'],
    ['12/34', 'characters'],
  ])('%j is refused: %s', (typed, reason) => {
    expect(code(typed)).toEqual(refusedNumber(reason))
  })
})

test.each([
  'A'.repeat(10_000),
  ' '.repeat(10_000),
  `${'-'.repeat(9_999)}!`,
  '\ufdfa'.repeat(256),
  '\u200b'.repeat(10_000),
  '7'.repeat(10_000),
])('a field of ten kilobytes is answered within 5 ms (%#)', (text) => {
  for (const read of [passport, cedula, code]) {
    expect(read(text).ok).toBe(false)
    expect(fastest(() => read(text))).toBeLessThan(5)
  }
})
