import { expect, test } from '@jest/globals'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { type Link, readLink, signLink } from '../../src/keys/links.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'

const settings = newKeySettings()
const keyring = keyringFrom(settings)
const link: Link = {
  purpose: 'turno',
  subject: '019ab3f0-7d2c-7a11-9c55-0f6b1f2f3e4d',
  version: 3,
  notAfter: '2026-11-24T13:20:00.000Z',
}
const before = '2026-11-24T13:20:00.000Z'
const after = '2026-11-24T13:20:00.001Z'
const token = signLink(keyring, link)

test('a link says what was signed, until its last instant', () => {
  expect(readLink(keyring, token, 'turno', before)).toEqual({
    ok: true,
    subject: link.subject,
    version: 3,
  })
  expect(readLink(keyring, token, 'turno', after)).toEqual({ ok: false, reason: 'expired' })
})

test('a link without an end has none', () => {
  const { notAfter: _, ...endless } = link
  const read = readLink(keyring, signLink(keyring, endless), 'turno', '2099-01-01T00:00:00.000Z')
  expect(read.ok).toBe(true)
})

test('the same facts give the same token, fit for a URL and for the end of a line', () => {
  expect(signLink(keyring, link)).toBe(token)
  expect(token).toMatch(/^[A-Za-z0-9._-]+[A-Za-z0-9]$/)
  expect(token.length).toBeLessThan(100)
})

test('a link for one thing does not do another', () => {
  expect(readLink(keyring, token, 'cancel', before)).toEqual({ ok: false, reason: 'other-purpose' })
})

test('every change of one character is noticed', () => {
  for (const place of token.split('').keys()) {
    for (const character of ['A', 'b', '1', '-', '.']) {
      if (token[place] === character) continue
      const altered = token.slice(0, place) + character + token.slice(place + 1)
      const read = readLink(keyring, altered, 'turno', before)
      expect(read.ok ? altered : read.reason).toMatch(/^(forged|malformed)$/)
    }
  }
})

test('a forged token learns neither its purpose nor its expiry', () => {
  const foreign = signLink(keyringFrom(newKeySettings()), link)
  expect(readLink(keyring, foreign, 'cancel', after)).toEqual({ ok: false, reason: 'forged' })
})

test.each(['', '.', '.....', 'turno', `${token}.x`, ` ${token}`, `${token}\n`, 'a'.repeat(10_000)])(
  'a text that is no token is malformed (%#)',
  (text) => {
    expect(readLink(keyring, text, 'turno', before)).toEqual({ ok: false, reason: 'malformed' })
  },
)

test('links outlive a rotation until the old key is taken away', () => {
  const next = newKeySettings().linkKeys.replace('k1:', 'k2:')
  const rotated = keyringFrom({ ...settings, linkKeys: `${next},${settings.linkKeys}` })
  expect(readLink(rotated, token, 'turno', before).ok).toBe(true)
  expect(signLink(rotated, link)).toMatch(/\.k2$/)
  const without = keyringFrom({ ...settings, linkKeys: next })
  expect(readLink(without, token, 'turno', before)).toEqual({ ok: false, reason: 'forged' })
})

test.each([
  { ...link, subject: 'ana@example.org' },
  { ...link, subject: '' },
  { ...link, purpose: 'a.b' },
  { ...link, version: -1 },
  { ...link, version: 1.5 },
  { ...link, notAfter: 'tomorrow.' },
])('what is no plain word is not signed (%#)', (odd) => {
  expect(() => signLink(keyring, odd)).toThrow()
})
