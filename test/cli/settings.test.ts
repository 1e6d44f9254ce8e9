import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { settingNames } from '../../src/config.ts'
import { ground } from './ground.ts'

const secret = 'contraseña-de-nadie'

async function run(settings: Record<string, string>) {
  const here = ground(settings)
  const answer = await here.run('settings')
  here.clear()
  return { ...answer, lines: answer.said.split('\n') }
}

describe('the settings', () => {
  test('are in the README, every one of them and no other', () => {
    const readme = readFileSync('README.md', 'utf8')
    const chapter = readme.split('\n## ').find((text) => text.startsWith('Settings\n')) ?? ''
    const listed = [...chapter.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name)
    expect(listed).toEqual(settingNames)
  })

  test('are printed in full, defaults marked', async () => {
    const { code, lines } = await run({ PORT: '8080' })
    expect(code).toBe(0)
    expect(lines.slice(0, -1).map((line) => line.split('=')[0])).toEqual(settingNames)
    expect(lines).toContain('PORT=8080')
    expect(lines).toContain('HOLD_MINUTES=10   (default)')
    expect(lines).toContain('HOST=127.0.0.1   (default)')
    expect(lines.at(-1)).toBe('Demonstration mode, because PUBLIC_BASE_URL is not set.')
  })

  test('are printed without their secrets', async () => {
    const { said, lines } = await run({
      DATABASE_URL: `postgres://turnero:${secret}@db.institucion.example/turnero`,
      REDIS_URL: `rediss://:${secret}@redis.institucion.example:6380`,
      SMTP_URL: `smtps://turnos:${secret}@correo.institucion.example?token=${secret}`,
      SEAL_KEYS: `k1:${secret}`,
      HASH_KEY: secret,
      LINK_KEYS: `k1:${secret}`,
      CONFIRMATION_KEYS: `k1:${secret}`,
    })
    expect(said).not.toContain('nadie')
    expect(lines).toContain('DATABASE_URL=postgres://turnero:***@db.institucion.example/turnero')
    expect(lines).toContain('SEAL_KEYS=***')
    expect(lines).toContain('SMTP_URL=smtps://turnos:***@correo.institucion.example?token=***')
  })

  test('are not printed either where they are mistyped', async () => {
    const { code, said, complained } = await run({
      SMTP_URL: `turnos:${secret}@correo.institucion.example`,
      REDIS_URL: `redis://:${secret}@host:no-port`,
      PORT: 'ochenta',
    })
    expect(code).toBe(1)
    expect(`${said}${complained}`).not.toContain('nadie')
    expect(complained.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'REDIS_URL',
      'SMTP_URL',
    ])
    expect(complained).toMatch(/^PORT is not usable: .*\.$/m)
  })

  test('are complained about one by one, keys included', async () => {
    const missing = await run({ PUBLIC_BASE_URL: 'https://turnos.institucion.example' })
    expect(missing.code).toBe(1)
    expect(missing.complained.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'SMTP_URL',
      'MAIL_FROM',
      'SEAL_KEYS',
      'HASH_KEY',
      'LINK_KEYS',
      'CONFIRMATION_KEYS',
    ])
    const wrong = await run({
      SEAL_KEYS: 'no-id',
      HASH_KEY: 'x',
      LINK_KEYS: 'x',
      CONFIRMATION_KEYS: 'x',
    })
    expect(wrong.complained).toMatch(/^SEAL_KEYS must be "id:key"/)
    expect(wrong.code).toBe(1)
  })
})
