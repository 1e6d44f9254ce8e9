import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newReference, parseReference } from '../../src/keys/reference.ts'

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const references = fc.noShrink(fc.nat().map(newReference))

describe('a new reference', () => {
  const many = Array.from({ length: 10_000 }, newReference)

  test('is nine clear characters in threes', () => {
    for (const reference of many) {
      expect(reference).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/)
    }
  })

  test('reads as itself and does not come twice', () => {
    for (const reference of many) expect(parseReference(reference)).toEqual({ ok: true, reference })
    expect(new Set(many).size).toBe(many.length)
  })

  test('spells no word', () => {
    expect(many.filter((reference) => /[AEU][A-Z]/.test(reference.replaceAll('-', '')))).toEqual([])
  })

  test('uses every character in every place', () => {
    for (const place of [0, 1, 2, 4, 5, 6, 8, 9, 10]) {
      expect(new Set(many.map((reference) => reference.charAt(place))).size).toBe(alphabet.length)
    }
  })
})

describe('a typed reference', () => {
  test('forgives case, spaces and hyphens', () => {
    const gap = fc.constantFrom('', ' ', '-', '\u2013', '\u00a0', '  - ')
    fc.assert(
      fc.property(
        references,
        fc.array(gap, { minLength: 11, maxLength: 11 }),
        (reference, gaps) => {
          const typed = Array.from(
            reference.replaceAll('-', '').toLowerCase(),
            (character, place) => character + gaps[place],
          ).join('')
          expect(parseReference(typed)).toEqual({ ok: true, reference })
        },
      ),
    )
  })

  test('with any single wrong character is noticed', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const plain = reference.replaceAll('-', '')
        for (const place of plain.split('').keys()) {
          for (const character of alphabet) {
            if (character === plain[place]) continue
            const typed = plain.slice(0, place) + character + plain.slice(place + 1)
            expect(parseReference(typed)).toEqual({ ok: false, reason: 'check' })
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  test('with any two characters swapped is noticed', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const plain = reference.replaceAll('-', '').split('')
        for (const a of plain.keys()) {
          for (const b of plain.keys()) {
            if (plain[a] === plain[b]) continue
            const typed = plain.with(a, plain[b] ?? '').with(b, plain[a] ?? '')
            expect(parseReference(typed.join(''))).toEqual({ ok: false, reason: 'check' })
          }
        }
      }),
    )
  })

  test.each([
    '',
    'K7Q',
    'K7QM3XW922',
    'K0Q-M3X-W92',
    'KIQM3XW92',
    'K7Q/M3X/W9',
    '🙂'.repeat(9),
    'A'.repeat(10_000),
  ])('that is none is refused (%#)', (typed) => {
    expect(parseReference(typed)).toEqual({ ok: false, reason: 'format' })
  })
})
