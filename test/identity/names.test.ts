import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseGivenNames, parseName, parseSurnames } from '../../src/identity/names.ts'

describe('a name', () => {
  test.each([
    'María José',
    'Ñáñez Peña',
    'Łukasz',
    'Żółć',
    'Nguyễn Thị Ễn',
    "O'Brien-d’Arc",
    'Müller Jr.',
    'Ștefan Țîrlea',
    'Þórður Ðæ',
    'Kaʻiulani',
    'Mª Ángeles',
    'X Æ',
    'Gal·la',
    'İbrahim Çağrı',
    'X',
    'Ñ'.repeat(80),
  ])('%s keeps every mark', (name) => {
    expect(parseName(name)).toEqual({ ok: true, name })
  })

  test.each([
    ['  María   José ', 'María José'],
    ['Pen\u0303a', 'Peña'],
    ['Nguye\u0302\u0303n', 'Nguyễn'],
    ['Ana\u00a0\u3000Luz', 'Ana Luz'],
    ['An\u200ba\ufeff', 'Ana'],
    ['Ana\n', 'Ana'],
  ])('%j is %s', (typed, name) => {
    expect(parseName(typed)).toEqual({ ok: true, name })
  })

  test.each([
    ['', 'missing'],
    [' \t ', 'missing'],
    ['-', 'missing'],
    ["'", 'missing'],
    ['Ñ'.repeat(81), 'too-long'],
    ['A'.repeat(10_000), 'too-long'],
    ['Ana\r\nBcc: x', 'control'],
    ['Ana\tLuz', 'control'],
    ['Ana\u0000', 'control'],
    ['Ana\u0085Luz', 'control'],
    ['Ana\u2028Luz', 'control'],
    ['Ana\u202eLuz', 'control'],
    ['Ana\ud800', 'control'],
    ['Ana 2', 'digits'],
    ['Ana ²', 'digits'],
    ['Henry Ⅷ', 'digits'],
    ['Ana 🙂', 'symbols'],
    ['👩‍👧', 'symbols'],
    ['<b>Ana</b>', 'symbols'],
    ['=HYPERLINK(x)', 'symbols'],
    ['{{name}}', 'symbols'],
    ['A\u0301\u0301\u0301\u0301\u0301\u0301', 'symbols'],
    ['Владимир', 'script'],
    ['王', 'script'],
    ['Αna', 'script'], // a Greek capital in front
  ])('%j is refused: %s', (typed, reason) => {
    expect(parseName(typed)).toEqual({ ok: false, reason })
  })

  test('reads the same again, and never carries a line break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (text) => {
        const read = parseName(text)
        if (!read.ok) return
        expect(parseName(read.name)).toEqual(read)
        expect(read.name).not.toMatch(/[\r\n\0]/)
      }),
    )
  })
})

describe('a person with a single name', () => {
  test.each(['', '  ', '-', '--'])('may leave the given names %j', (typed) => {
    expect(parseGivenNames(typed)).toEqual({ ok: true, name: '' })
  })

  test('still has a surname', () => {
    expect(parseSurnames('')).toEqual({ ok: false, reason: 'missing' })
    expect(parseSurnames('Suharto')).toEqual({ ok: true, name: 'Suharto' })
  })

  test('wrong given names are still wrong', () => {
    expect(parseGivenNames('Ana 2')).toEqual({ ok: false, reason: 'digits' })
  })
})
