import { afterEach, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'
import { armCrashPoints, crashPoint } from '../../src/crashPoints.ts'
import { crashChances } from './crashes.ts'

describe('crash points', () => {
  afterEach(() => armCrashPoints({}))

  test('are inert until they are armed, and then crash at their own name alone', () => {
    const met: string[] = []
    crashPoint('before-commit')
    armCrashPoints({ 'before-commit': 1, 'after-smtp': 0 }, (point) => met.push(point))
    crashPoint('after-smtp')
    crashPoint('after-commit')
    crashPoint('before-commit')
    expect(met).toEqual(['before-commit'])
  })

  test('are read from CRASH_AT in demo mode', () => {
    const read = readConfig({ CRASH_AT: 'after-commit:0.5,after-smtp:1' })
    expect(read.ok && read.config.crashAt).toEqual({ 'after-commit': 0.5, 'after-smtp': 1 })
  })

  test.each(['after-comit:0.5', 'after-commit', 'after-commit:2', 'after-commit:-1'])(
    'CRASH_AT=%s is refused',
    (text) => {
      expect(readConfig({ CRASH_AT: text })).toMatchObject({ ok: false })
    },
  )

  test('an installation with a public address refuses to start with them', () => {
    const read = readConfig({
      PUBLIC_BASE_URL: 'https://turnos.institucion.example',
      CRASH_AT: 'after-commit:0.5',
    })
    expect(read.ok ? [] : read.problems).toContain(
      'CRASH_AT may only be set in demo mode: leave PUBLIC_BASE_URL unset.',
    )
  })
})

describe('what is armed in a run', () => {
  const died = (cause: 'before-commit' | 'after-smtp') => ({ who: 'both1', at: 0, cause, said: '' })
  const quiet = { role: 'both' as const, mails: 4, steps: 0, crowd: true }
  const armedIn = (text: string) => text.split(',').map((pair) => pair.split(':')[0] ?? '')

  test('are the points that were hit least', () => {
    const deaths = [died('before-commit'), died('after-smtp')]
    const armed = new Set(
      Array.from({ length: 40 }, () => armedIn(crashChances({ ...quiet, deaths }))).flat(),
    )
    expect([...armed].sort()).toEqual(['after-commit', 'after-enqueue', 'before-transaction'])
  })

  test('are those of a queue only while people are called, and those of booking only with a crowd', () => {
    const calling = { ...quiet, role: 'web' as const, steps: 2, crowd: false }
    const armed = Array.from({ length: 40 }, () =>
      armedIn(crashChances({ ...calling, deaths: [] })),
    )
    expect(armed.flat().filter((point) => !/^(call|outcome)-/.test(point))).toEqual([])
    expect(crashChances({ ...calling, steps: 0, deaths: [] })).toBe('')
  })

  test('crash the sooner the less there is to do', () => {
    const chance = (mails: number) =>
      Number(crashChances({ ...quiet, mails, deaths: [] }).split(/[:,]/)[1])
    expect(chance(0)).toBe(0.5)
    expect(chance(1)).toBeGreaterThan(chance(20))
    expect(chance(20)).toBeGreaterThan(0)
  })
})
