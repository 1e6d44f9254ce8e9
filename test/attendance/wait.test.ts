import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { importInstitution } from '../../src/agencies/import.ts'
import { expectedWait, serviceTimes } from '../../src/attendance/expectedWait.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { certificate, story } from '../support/story.ts'
import { aMinuteApart, centre, clerks, crowd } from './ground.ts'

const nine = '2026-11-24T14:00:00.000Z'
const minutes = (count: number) => ({
  from: nine,
  to: new Date(Date.parse(nine) + count * 60_000).toISOString(),
})

describe('the expected wait', () => {
  test('is measured from the day, once the day has shown enough', () => {
    expect(serviceTimes([minutes(3)], 20)).toEqual({ median: 20, long: 35 })
    const day = [10, 11, 12, 13, 14, 15, 16, 17, 18, 60].map(minutes)
    expect(serviceTimes(day, 20)).toEqual({ median: 14, long: 18 })
  })

  test.each([
    ['nobody ahead and a window free', { ahead: 0, windows: 2, free: 1 }, { from: 0, to: 0 }],
    ['nobody ahead, all windows busy', { ahead: 0, windows: 2, free: 0 }, { from: 0, to: 15 }],
    ['two windows, four ahead', { ahead: 4, windows: 2, free: 0 }, { from: 20, to: 45 }],
    ['one window, three ahead', { ahead: 3, windows: 1, free: 0 }, { from: 30, to: 60 }],
    ['no window', { ahead: 3, windows: 0, free: 0 }, null],
  ])('with %s', (_name, line, expected) => {
    expect(expectedWait(line, { median: 10, long: 15 })).toEqual(expected)
  })
})

describe('where somebody stands', () => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp()
  })
  afterEach(() => test_.stop())

  test('counts who goes before them at the windows that serve them, until they are called', async () => {
    const { services } = test_
    const { queue, calls } = services.attendance
    const people = await crowd(services, aMinuteApart(nine, 4))
    const last = people[3]?.id ?? ''
    expect(await queue.positionOf(last)).toMatchObject({ ahead: 3, wait: null, windowNumber: null })
    const [clerk, , other] = await clerks(services, 3)
    if (!clerk || !other) throw new Error('no clerks')
    expect(await queue.positionOf(last)).toMatchObject({ ahead: 3, wait: { from: 0, to: 35 } })
    await calls.next(clerk)
    expect(await queue.positionOf(last)).toMatchObject({ ahead: 2 })
    await calls.chosen(other, last, 'helper')
    expect(await queue.positionOf(last)).toMatchObject({
      status: 'called',
      windowNumber: 3,
      ahead: 0,
      wait: null,
    })
    expect(await queue.positionOf('nobody')).toBeNull()
  })

  test('changes are told after the commit, and only to that agency', async () => {
    const { attendance } = test_.services
    const heard: string[] = []
    const hears = (name: string) => ({
      nudge: () => void heard.push(name),
      end: () => void heard.push(`end of ${name}`),
    })
    const stop = attendance.changes.listen(centre, hears(centre))
    attendance.changes.listen('puerto-ayora', hears('puerto-ayora'))
    const form = { procedureId: certificate, priority: null, language: 'es' as const }
    const personal = { name: null, document: null }
    await attendance.walkIn(centre, { ...form, nonce: 'n', personal, actor: 'kiosk' })
    expect(heard).toEqual([centre])
    stop()
    await attendance.day.pause(centre, 'system', 'system')
    expect(heard).toEqual([centre])
    expect(attendance.changes.listening()).toBe(1)
    attendance.changes.close()
    expect(heard).toEqual([centre, 'end of puerto-ayora'])
  })

  test('an import numbers the windows; fewer of them put the last out of use, not away', async () => {
    const { database, stores, attendance } = test_.services
    const numbers = async () =>
      (await attendance.windows.ofAgency(centre)).map(({ number, active }) => [number, active])
    expect(await numbers()).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ])
    await attendance.windows.setProcedures(centre, `${centre}-1`, [certificate], 'system')
    const agencies = story.agencies.map((agency) => ({ ...agency, windows: 2 }))
    await importInstitution(database, stores, { ...story, agencies }, test_.clock.now())
    expect(await numbers()).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ])
    expect(await attendance.windows.find(`${centre}-1`)).toMatchObject({
      procedures: [certificate],
    })
    const closed = await attendance.windows.open({ staffId: 'x', windowId: `${centre}-3` })
    expect(closed).toEqual({ ok: false, reason: 'out-of-use' })
  })
})
