import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { open, seal } from '../../src/keys/seal.ts'

const settings = newKeySettings()
const keyring = keyringFrom(settings)
const context = 'turnos:personal:0193'

test('whatever is sealed opens again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, where) => {
      expect(open(keyring, seal(keyring, plain, where), where)).toBe(plain)
    }),
  )
})

test('a sealed text shows nothing and never repeats itself', () => {
  const sealed = Array.from({ length: 100 }, () => seal(keyring, 'Nguyễn Thị Ễn', context))
  expect(new Set(sealed).size).toBe(100)
  for (const text of sealed) expect(text).toMatch(/^k1\.[A-Za-z0-9_-]{63}$/)
})

test('every change of one character is noticed', () => {
  const sealed = seal(keyring, 'María José Ñáñez Peña', context)
  for (const place of sealed.slice().split('').keys()) {
    for (const character of ['A', 'z', '0', '.']) {
      if (sealed[place] === character) continue
      const altered = sealed.slice(0, place) + character + sealed.slice(place + 1)
      expect(() => open(keyring, altered, context)).toThrow()
    }
  }
})

test.each(['', 'k1', 'k1.', 'k1.AAAA', '.AAAA', 'no sealed text', 'k9.'.padEnd(80, 'A')])(
  '%j does not open',
  (text) => {
    expect(() => open(keyring, text, context)).toThrow()
  },
)

test('a shortened or lengthened text does not open', () => {
  const sealed = seal(keyring, 'Rosa Quispe', context)
  for (const altered of [sealed.slice(0, -1), sealed.slice(0, -4), `${sealed}A`, `${sealed}.x`]) {
    expect(() => open(keyring, altered, context)).toThrow()
  }
})

test('a text moved to another place does not open there', () => {
  const sealed = seal(keyring, 'Rosa Quispe', context)
  expect(() => open(keyring, sealed, 'turnos:personal:0194')).toThrow()
  expect(() => open(keyring, sealed, '')).toThrow()
})

test('after a rotation old texts open and new ones use the new key', () => {
  const next = newKeySettings().sealKeys.replace('k1:', 'k2:')
  const rotated = keyringFrom({ ...settings, sealKeys: `${next},${settings.sealKeys}` })
  const old = seal(keyring, 'Rosa Quispe', context)
  const fresh = seal(rotated, 'Rosa Quispe', context)
  expect(open(rotated, old, context)).toBe('Rosa Quispe')
  expect(() => open(keyring, fresh, context)).toThrow(/SEAL_KEYS/)
})

test('the same key id with another key does not open', () => {
  const other = keyringFrom(newKeySettings())
  expect(() => open(other, seal(keyring, 'Rosa Quispe', context), context)).toThrow()
})
