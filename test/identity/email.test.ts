import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mailboxKeyText, parseEmail } from '../../src/identity/email.ts'
import { fastest } from './fastest.ts'

describe('an address', () => {
  test.each([
    ['maria.jose@example.org', 'maria.jose@example.org'],
    ['  Maria@Example.ORG ', 'Maria@example.org'],
    ['a+turno@mail.example.com.ec', 'a+turno@mail.example.com.ec'],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ['ana@correo.españa.es', 'ana@correo.xn--espaa-rta.es'],
    ['ana@XN--ESPAA-RTA.ES', 'ana@xn--espaa-rta.es'],
    ['ana＠example.com', 'ana@example.com'],
    ['ana@example.com\u200b', 'ana@example.com'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%j is %s', (typed, address) => {
    expect(parseEmail(typed)).toEqual({ ok: true, address })
  })

  test.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['ana', 'syntax'],
    ['ana@', 'syntax'],
    ['@example.com', 'syntax'],
    ['ana@example', 'syntax'],
    ['ana@@example.com', 'syntax'],
    ['ana@b@example.com', 'syntax'],
    ['ana..b@example.com', 'syntax'],
    ['.ana@example.com', 'syntax'],
    ['ana@example..com', 'syntax'],
    ['ana@-example.com', 'syntax'],
    ['ana@example.com.', 'syntax'],
    ['ana@127.0.0.1', 'syntax'],
    ['ana@[127.0.0.1]', 'syntax'],
    ['ana@0x7f.1', 'syntax'],
    ['ana@localhost', 'syntax'],
    ['ana@example.c0m', 'syntax'],
    ['ana@exa_mple.com', 'syntax'],
    ['ana@example%2ecom', 'syntax'],
    ['"ana b"@example.com', 'syntax'],
    ['Ana <ana@example.com>', 'syntax'],
    ['ana@example.com, eva@example.com', 'syntax'],
    ['ana@example.com\r\nBcc: eva@example.com', 'syntax'],
    ['ana\n@example.com', 'syntax'],
    ['ana\u0000@example.com', 'syntax'],
    ['añá@example.com', 'syntax'],
    [`${'a'.repeat(65)}@example.com`, 'too-long'],
    [`ana@${'abcdefgh.'.repeat(30)}com`, 'too-long'],
    ['a'.repeat(10_000), 'too-long'],
  ])('%j is refused: %s', (typed, reason) => {
    expect(parseEmail(typed)).toEqual({ ok: false, reason })
  })

  test('never breaks a mail header, and reads the same again', () => {
    const part = fc.string({ unit: 'binary', maxLength: 20 })
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const read = parseEmail(`${local}@${domain}.com`)
        if (!read.ok) return
        expect(read.address).toMatch(/^[\x21-\x7e]+$/)
        expect(parseEmail(read.address)).toEqual(read)
      }),
    )
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(parseEmail(address).ok).toBe(true)
      }),
    )
  })

  test.each(['a.'.repeat(500), `${'a'.repeat(500)}@`, `a@${'a-'.repeat(400)}`])(
    'a hostile text is answered within 5 ms (%#)',
    (text) => {
      expect(parseEmail(text).ok).toBe(false)
      expect(fastest(() => parseEmail(text))).toBeLessThan(5)
    },
  )
})

test.each([
  ['Ana.Luz+turno@Gmail.com', 'analuz@gmail.com'],
  ['analuz@googlemail.com', 'analuz@gmail.com'],
  ['Ana.Luz+a+b@Example.org', 'ana.luz@example.org'],
  ['+ana@example.org', '+ana@example.org'],
])('%s is the mailbox %s', (address, key) => {
  expect(mailboxKeyText(address)).toBe(key)
})
