import { describe, expect, test } from '@jest/globals'
import { verifyAsync } from '@noble/ed25519'
import fc from 'fast-check'
import {
  publicKeysText,
  readConfirmation,
  signConfirmation,
} from '../../src/keys/confirmationSeal.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { newReference } from '../../src/keys/reference.ts'
import { judgePaper, keysOf } from '../../views/assets/scripts/desk/paper.ts'

const keyring = keyringFrom(newKeySettings())
const keys = keysOf(publicKeysText(keyring.confirmation))
const facts = {
  reference: newReference(),
  start: '2026-11-24T16:00:00.000Z',
  agency: 'GYE-01',
  procedure: 'CNAIESS',
  version: 3,
}
const text = signConfirmation(keyring, facts)
const judge = (paper: string, expected = facts) =>
  judgePaper(paper, expected, { keys, verify: verifyAsync })

describe('a confirmation checked without the server', () => {
  test('is genuine, of another hour, or of another turno', async () => {
    expect(await judge(text)).toBe('genuine')
    expect(await judge(` ${text.toLowerCase()} `)).toBe('genuine')
    expect(await judge(text, { ...facts, start: '2026-11-24T16:20:00.000Z' })).toBe('older')
    expect(await judge(text, { ...facts, reference: newReference() })).toBe('other')
    expect(await judge('hola')).toBe('unreadable')
    expect(await judge('T1.'.repeat(100))).toBe('unreadable')
  })

  test('by another’s key is forged, whatever it is called', async () => {
    const other = keyringFrom(newKeySettings())
    expect(await judge(signConfirmation(other, facts))).toBe('forged')
  })

  test('is judged as the server judges it, with any one letter changed', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-'
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.nat(letters.length - 1),
        async (place, letter) => {
          const altered = text.slice(0, place) + letters.charAt(letter) + text.slice(place + 1)
          const server = readConfirmation(keyring.confirmation.verifyKeys, altered)
          const here = await judge(altered)
          expect(here === 'genuine').toBe(server.ok)
        },
      ),
      { numRuns: 150 },
    )
  })
})
