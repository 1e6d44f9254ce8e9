import { expect, test } from '@jest/globals'
import { ground } from './ground.ts'

function settingsOf(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
  )
}

test('The keys that are printed make a real installation whole', async () => {
  const here = ground()
  const { code, said, complained } = await here.run('keys')
  here.clear()
  expect(code).toBe(0)
  expect(complained).toContain('secret')
  const made = settingsOf(said)
  expect(Object.keys(made)).toEqual(['SEAL_KEYS', 'HASH_KEY', 'LINK_KEYS', 'CONFIRMATION_KEYS'])

  const real = ground({
    PUBLIC_BASE_URL: 'https://turnos.institucion.example',
    SMTP_URL: 'smtp://correo.institucion.example',
    MAIL_FROM: 'turnos@institucion.example',
    ...made,
  })
  expect(await real.run('settings')).toMatchObject({ code: 0, complained: '' })
  real.clear()
})

test('Keys are new every time', async () => {
  const here = ground()
  const [one, other] = [await here.run('keys'), await here.run('keys')]
  here.clear()
  const values = [one, other].flatMap(({ said }) => Object.values(settingsOf(said)))
  expect(new Set(values).size).toBe(8)
})
