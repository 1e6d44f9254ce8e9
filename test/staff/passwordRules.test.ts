import { describe, expect, test } from '@jest/globals'
import { hashPassword, isOutdated, isPassword, nobodys } from '../../src/staff/password.ts'
import { judgePassword } from '../../src/staff/passwordRules.ts'

const known = ['Ana Lucía Chiriboga', 'ana@iess.example', 'Instituto de Seguridad', 'IESS']
const judge = (password: string, withFactor = false) => {
  const verdict = judgePassword(password, { withFactor, known })
  return verdict.ok ? 'ok' : verdict.reason
}

describe('a password', () => {
  test('needs 15 characters alone, 8 beside a second factor, and has at most 128', () => {
    const text = Array.from({ length: 129 }, (_, n) => 'ñgárxéwtzöq'[(n * n) % 11]).join('')
    const verdicts = [14, 15, 128, 129].map((length) => judge(text.slice(0, length)))
    expect(verdicts).toEqual(['short', 'ok', 'ok', 'long'])
    expect([7, 8].map((length) => judge(text.slice(0, length), true))).toEqual(['short', 'ok'])
  })

  test('is counted in characters, however they are composed', () => {
    expect(judge('ñandú y cóndor'.normalize('NFD'))).toBe('short')
    expect(judge('🌋🦙 volcán y alpa')).toBe('ok')
  })

  test.each([
    'contraseñacontraseña',
    'P4ssw0rd-P4ssw0rd!',
    '123456789012345',
    'aaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnopq',
    'qwertyuiopasdfghjkl',
    'Guayaquil2026Guayaquil',
    'IESS-instituto-2026',
    'Chiriboga Ana Lucía 1990',
    'clavesecreta12345',
    'Ecuador Diciembre 2026!!',
    'administrador.turnos',
  ])('that everybody would guess is refused: %s', (password) =>
    expect(judge(password)).toBe('guessable'),
  )

  test.each([
    'garúa sobre tejados verdes',
    'caballo bateria grapa correcta',
    '7kQ!zv2#pL9wXr4m',
    'mi abuela teje ponchos',
    'Ана пьёт чай с малиной',
  ])('of one’s own is taken, whatever it is made of: %s', (password) =>
    expect(judge(password)).toBe('ok'),
  )
})

describe('what is kept of a password', () => {
  test('is argon2id at the cost asked for, other bytes every time', async () => {
    const [one, two] = await Promise.all([hashPassword('señal'), hashPassword('señal')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await isPassword('señal'.normalize('NFD'), one ?? '')).toBe(true)
    expect(await isPassword('senal', one ?? '')).toBe(false)
  })

  test('is compared also where there is none, and then never right', async () => {
    expect(await isPassword('anything', null)).toBe(false)
    expect(isOutdated(nobodys)).toBe(false)
  })

  test('a queue that is too long is turned away, and goes on afterwards', async () => {
    const asked = Array.from({ length: 120 }, () =>
      hashPassword('x').then(
        () => 'done',
        (error: unknown) =>
          typeof error === 'object' && error !== null && 'status' in error ? error.status : 'odd',
      ),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(104)
    expect(answers.filter((answer) => answer === 503)).toHaveLength(16)
    await expect(hashPassword('x')).resolves.toMatch(/^\$argon2id/)
  }, 60_000)
})
