import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Ground, ground } from './ground.ts'

let here: Ground
beforeAll(() => {
  here = ground()
})
afterAll(() => here.clear())

const commands = [
  'import',
  'feriados',
  'keys',
  'migrate',
  'settings',
  'backup',
  'restore',
  'verify',
  'transfer',
  'doctor',
]

describe('the command line', () => {
  test('lists its commands when asked for help', async () => {
    const { code, said } = await here.run('--help')
    expect(code).toBe(0)
    for (const command of commands) expect(said).toMatch(new RegExp(`^  ${command} `, 'm'))
  })

  test.each(commands)('explains %s', async (command) => {
    const { code, said, complained } = await here.run(command, '--help')
    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    expect(said).toContain(`Usage: turnero ${command}`)
    expect(await here.run('help', command)).toEqual({ code, said, complained })
  })

  test('does nothing without a command but say what there is', async () => {
    const { code, complained } = await here.run()
    expect(code).toBe(1)
    expect(complained).toContain('Usage: turnero')
  })

  test.each(['import', 'backup', 'verify', 'restore'])(
    'refuses an empty path for %s, which would be the folder one is in',
    async (command) => {
      const { code, said, complained } = await here.run(command, '')
      expect({ code, said }).toEqual({ code: 1, said: '' })
      expect(complained).toMatch(
        /^error: command-argument value '' is invalid for argument '(file|folder)'\. It is empty\.$/,
      )
    },
  )

  test('refuses an empty target of a transfer', async () => {
    expect(await here.run('transfer', '--to', ' ')).toMatchObject({
      code: 1,
      complained: "error: option '--to <url>' argument ' ' is invalid. It is empty.",
    })
  })

  test('says in a line what was mistyped', async () => {
    expect((await here.run('feriadso', '2027')).complained).toBe(
      "error: unknown command 'feriadso'\n(Did you mean feriados?)",
    )
    expect(await here.run('help', 'feriadso')).toEqual(await here.run('feriadso'))
    expect(await here.run('help', 'bogus')).toEqual({
      code: 1,
      said: '',
      complained: "error: unknown command 'bogus'",
    })
    expect((await here.run('import')).complained).toBe("error: missing required argument 'folder'")
    expect(await here.run('keys', '--new')).toMatchObject({
      code: 1,
      complained: "error: unknown option '--new'",
    })
  })
})
