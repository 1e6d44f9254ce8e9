import { afterEach, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'
import { armCrashPoints, crashPoint } from '../../src/crashPoints.ts'

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
