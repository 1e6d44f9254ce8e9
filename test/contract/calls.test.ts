import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createCalls } from '../../src/attendance/calls.ts'
import { createChanges } from '../../src/attendance/changes.ts'
import { inOrder } from '../../src/attendance/place.ts'
import { aMinuteApart, centre, clerkAt, clerks, crowd, staffMember } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { dialects } from './dialects.ts'

const nine = '2026-11-24T14:00:00.000Z'

describe.each(dialects)('calls on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  test('twenty windows call a thousand people: each once, in order', async () => {
    const { services } = test_
    const people = await crowd(services, aMinuteApart(nine, 1000))
    test_.clock.set('2026-11-24T19:00:00.000Z')
    const all = await clerks(services, 20)
    // Calls are opened under the lock, so this is the order in which they were made.
    const opened: string[] = []
    const { stores } = services
    const calls = createCalls({
      ...services,
      changes: createChanges({ ...services, wire: null }),
      stores: {
        ...stores,
        calls: {
          ...stores.calls,
          async open(tx, row) {
            await stores.calls.open(tx, row)
            opened.push(row.arrivalId)
          },
        },
      },
      turnoSeal: {
        seal: () => '',
        open: () => {
          throw new Error('not here')
        },
      },
    })
    await Promise.all(
      all.map(async (clerk) => {
        for (;;) {
          const called = await calls.next(clerk)
          if (!called.ok) return expect(called.reason).toBe('nobody')
          const gone = await services.attendance.calls.noShow(clerk, called.call.id)
          expect(gone.ok).toBe(true)
        }
      }),
    )
    expect(opened).toEqual([...people].sort(inOrder).map(({ id }) => id))
  }, 240_000)

  test('without the lock and the states somebody is called twice: the test above can fail', async () => {
    const { services } = test_
    await crowd(services, aMinuteApart(nine, 20))
    const { database, stores } = services
    const day = { agencyId: centre, day: '2026-11-24' }
    const called = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        stores.arrivals.firstFor(database.read, day, { id: `w${n}`, procedures: [] }),
      ),
    )
    expect(new Set(called.map((row) => row?.id)).size).toBeLessThan(20)
  })

  test('twenty clicks on next call one person', async () => {
    const { attendance } = test_.services
    await crowd(test_.services, aMinuteApart(nine, 5))
    const clerk = await clerkAt(test_.services, `${centre}-1`)
    const results = await Promise.all(
      Array.from({ length: 20 }, () => attendance.calls.next(clerk)),
    )
    expect(new Set(results.map((result) => (result.ok ? result.call.id : '')))).toHaveProperty(
      'size',
      1,
    )
    expect(await attendance.queue.waiting(centre)).toHaveLength(4)
  })

  test('two windows choosing one person: one has them', async () => {
    const { attendance } = test_.services
    const [person] = await crowd(test_.services, aMinuteApart(nine, 2))
    const two = await clerks(test_.services, 2)
    const results = await Promise.all(
      two.map((clerk) => attendance.calls.chosen(clerk, person?.id ?? '', 'helper')),
    )
    expect(results.map((result) => (result.ok ? 'called' : result.reason)).sort()).toEqual([
      'called',
      'not-waiting',
    ])
  })

  test('ten clerks at one window and one clerk at ten windows: one shift each', async () => {
    const { services } = test_
    await clerks(services, 1)
    const staff: string[] = []
    for (let n = 0; n < 10; n += 1) staff.push(await staffMember(services))
    const { windows } = services.attendance
    const { database, stores } = services
    await database.transaction((tx) => stores.windows.number(tx, centre, 12))
    const one = staff[0] ?? ''
    const crowding = staff.map((staffId) => windows.open({ staffId, windowId: `${centre}-2` }))
    const opened = (await Promise.all(crowding)).filter((result) => result.ok)
    expect(opened).toHaveLength(1)
    await windows.closeFor(centre, `${centre}-2`, `staff:${one}`)
    const spread = staff.map((_, n) =>
      windows.open({ staffId: one, windowId: `${centre}-${n + 3}` }),
    )
    const held = (await Promise.all(spread)).filter((result) => result.ok)
    expect(held).toHaveLength(1)
  })
})
