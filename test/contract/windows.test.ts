import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Clerk } from '../../src/attendance/today.ts'
import { aMinuteApart, centre, clerks, crowd } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { certificate, update } from '../support/story.ts'
import { dialects } from './dialects.ts'

const nine = '2026-11-24T14:00:00.000Z'
const day = { agencyId: centre, day: '2026-11-24' }
const window = (number: number) => `${centre}-${number}`

describe.each(dialects)('windows, whom they serve and who sits there, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  /** So many clerks at the first windows of an agency that has more. */
  async function seated(count: number, windows = count): Promise<Clerk[]> {
    const all = await clerks(test_.services, count)
    const { database, stores } = test_.services
    await database.transaction((tx) => stores.windows.number(tx, centre, windows))
    return all
  }
  const attendance = () => test_.services.attendance
  const move = ({ staffId, windowId }: Clerk, to: string) =>
    attendance().windows.move(centre, { staffId, from: windowId, to }, 'system')
  const shifts = async () => {
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.windowShifts)
    return rows.filter(({ closedAt }) => closedAt === null)
  }
  const calls = async () => {
    const { database, stores } = test_.services
    return stores.calls.ofDay(database.read, day.agencyId, day.day)
  }
  const actions = async () => {
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.audit)
    return rows.map(({ action }) => action).filter((action) => action !== 'head')
  }
  const outcome = (result: { ok: true } | { ok: false; reason: string }) =>
    result.ok ? 'done' : result.reason

  test('many clerks moved to one free window at once: one sits there, the others stay', async () => {
    const all = await seated(6, 7)
    const results = await Promise.all(all.map((clerk) => move(clerk, window(7))))
    expect(results.map(outcome).sort()).toEqual(['done', ...Array(5).fill('window-taken')])
    const open = await shifts()
    expect(new Set(open.map(({ windowId }) => windowId)).size).toBe(6)
    expect(new Set(open.map(({ staffId }) => staffId)).size).toBe(6)
    expect(await actions()).toEqual(['clerk-moved'])
  })

  test('who only looks before they move all find it free: the test above can fail', async () => {
    const all = await seated(6, 7)
    const { database, stores } = test_.services
    const there = await Promise.all(all.map(() => stores.windows.openAt(database.read, window(7))))
    expect(there).toEqual(Array(6).fill(null))
  })

  test('one clerk moved to many windows at once sits at one, and sent twice is once', async () => {
    const [clerk] = await seated(1, 6)
    if (!clerk) throw new Error('No clerk')
    const to = [2, 3, 4, 5, 6, 2, 3].map(window)
    const results = await Promise.all(to.map((target) => move(clerk, target)))
    const done = to.filter((_, n) => results[n]?.ok)
    expect(new Set(done).size).toBe(1)
    expect((await shifts()).map(({ windowId }) => windowId)).toEqual([done[0]])
    expect(await actions()).toEqual(['clerk-moved'])
  })

  test('nobody is moved from another agency, nor to one', async () => {
    const [clerk] = await seated(1, 2)
    const [far] = await clerks(test_.services, 1, 'puerto-ayora')
    if (!clerk || !far) throw new Error('No clerks')
    expect(outcome(await move(far, window(2)))).toBe('unknown-window')
    expect(outcome(await move(clerk, far.windowId))).toBe('unknown-window')
    expect((await shifts()).map(({ windowId }) => windowId).sort()).toEqual(
      [clerk.windowId, far.windowId].sort(),
    )
    expect(await actions()).toEqual([])
  })

  test('nobody is moved to a window out of use, nor calls where somebody else sits', async () => {
    const [one, two] = await seated(2, 3)
    if (!one || !two) throw new Error('No clerks')
    const { database, stores } = test_.services
    await database.transaction((tx) => stores.windows.number(tx, centre, 2))
    expect(outcome(await move(one, window(3)))).toBe('out-of-use')
    await crowd(test_.services, aMinuteApart(nine, 1))
    const there = { ...two, windowId: one.windowId }
    expect(outcome(await attendance().calls.next(there))).toBe('not-your-window')
    expect(await calls()).toEqual([])
  })

  test('two clerks who change places at once keep a window each', async () => {
    const [one, two] = await seated(2, 2)
    if (!one || !two) throw new Error('No clerks')
    const results = await Promise.all([move(one, window(2)), move(two, window(1))])
    expect(results.map(outcome)).toEqual(['window-taken', 'window-taken'])
    expect(await shifts()).toHaveLength(2)
  })

  /** Calls to a window at which whoever called does not sit. */
  async function callsOfNobody() {
    const open = await shifts()
    return (await calls()).filter(
      ({ windowId, staffId, endedAt }) =>
        endedAt === null &&
        !open.some((shift) => shift.windowId === windowId && shift.staffId === staffId),
    )
  }

  test('moved while they press next: the person is called to where the clerk sits, or nobody is', async () => {
    const all = await seated(5, 10)
    await crowd(test_.services, aMinuteApart(nine, 10))
    const both = await Promise.all(
      all.map((clerk, n) => {
        const steps = [
          () => move(clerk, window(6 + n)).then(outcome),
          () => attendance().calls.next(clerk).then(outcome),
        ]
        // Now the one asks first, now the other.
        return Promise.all((n % 2 === 0 ? steps : steps.reverse()).map((step) => step()))
      }),
    )
    for (const results of both) {
      expect([
        ['done', 'not-your-window'],
        ['call-open', 'done'],
      ]).toContainEqual([...results].sort())
    }
    expect(await callsOfNobody()).toEqual([])
    const called = (await calls()).map(({ arrivalId }) => arrivalId)
    expect(new Set(called).size).toBe(called.length)
  })

  test('a window closed under a call leaves it to nobody: the test above can fail', async () => {
    const [clerk] = await seated(1)
    if (!clerk) throw new Error('No clerk')
    await crowd(test_.services, aMinuteApart(nine, 1))
    await attendance().calls.next(clerk)
    const { database, stores } = test_.services
    await database.transaction((tx) =>
      stores.windows.close(tx, clerk.windowId, '2026-11-24T15:00:00.000Z'),
    )
    expect(await callsOfNobody()).toHaveLength(1)
  })

  test('windows that are moved and set all the time call everybody once', async () => {
    const all = await seated(6, 9)
    const people = await crowd(test_.services, aMinuteApart(nine, 40))
    test_.clock.set('2026-11-24T19:00:00.000Z')
    const ended = new Set<string>()
    await Promise.all(
      all.map(async (first, n) => {
        let clerk = first
        for (let step = 0; ended.size < people.length && step < 60; step += 1) {
          const serves = step % 3 === 0 ? [update] : []
          await attendance().windows.setProcedures(centre, clerk.windowId, serves, 'system')
          const called = await attendance().calls.next(clerk)
          if (called.ok) {
            expect(ended.has(called.call.arrival.id)).toBe(false)
            ended.add(called.call.arrival.id)
            await attendance().calls.noShow(clerk, called.call.id)
          }
          const to = window(1 + ((n * 2 + step) % 9))
          if ((await move(clerk, to)).ok) clerk = { ...clerk, windowId: to }
        }
      }),
    )
    expect(ended.size).toBe(people.length)
    expect(await calls()).toHaveLength(people.length)
    expect(await shifts()).toHaveLength(6)
  }, 120_000)

  /** Somebody passed from window 2 to window 1, who may be called there alone. */
  async function boundToFirst(): Promise<[Clerk, Clerk]> {
    const [first, second] = await seated(2)
    if (!first || !second) throw new Error('No clerks')
    await crowd(test_.services, aMinuteApart(nine, 1))
    const called = await attendance().calls.next(second)
    if (!called.ok) throw new Error(called.reason)
    const to = { windowId: first.windowId, procedureId: null }
    await attendance().calls.transfer(second, called.call.id, to, 'language')
    expect(await attendance().calls.next(second)).toEqual({ ok: false, reason: 'nobody' })
    return [first, second]
  }

  test('a window that no longer serves who waits for it alone sets them free, and nobody twice', async () => {
    const [first, second] = await boundToFirst()
    const results = await Promise.all([
      attendance().windows.setProcedures(centre, first.windowId, [update], 'system'),
      attendance().calls.next(first).then(outcome),
      attendance().calls.next(second).then(outcome),
    ])
    if (!results.slice(1).includes('done')) {
      expect((await attendance().calls.next(second)).ok).toBe(true)
    }
    const open = (await calls()).filter(({ endedAt }) => endedAt === null)
    expect(open).toHaveLength(1)
    expect(await attendance().calls.next(first)).toMatchObject(
      open[0]?.windowId === first.windowId ? { ok: true, again: true } : { reason: 'nobody' },
    )
  })

  test('without being set free they would wait for ever: the test above can fail', async () => {
    const [first, second] = await boundToFirst()
    const { database, stores } = test_.services
    await database.transaction((tx) => stores.windows.setProcedures(tx, first.windowId, [update]))
    for (const clerk of [first, second]) {
      expect(await attendance().calls.next(clerk)).toEqual({ ok: false, reason: 'nobody' })
    }
  })

  test('a clerk who leaves for another window sets free who waits for the old one alone', async () => {
    const [first, second] = await boundToFirst()
    const { database, stores } = test_.services
    await database.transaction((tx) => stores.windows.number(tx, centre, 3))
    expect(outcome(await move(first, window(3)))).toBe('done')
    expect((await attendance().calls.next(second)).ok).toBe(true)
  })

  test('what a window serves is kept as it was set, on record once, and asked at every call', async () => {
    const [first, second] = await seated(2)
    if (!first || !second) throw new Error('No clerks')
    const set = (serves: string[]) =>
      attendance().windows.setProcedures(centre, first.windowId, serves, 'system')
    const clicks = await Promise.all([1, 2, 3].map(() => set([update, update])))
    expect(clicks).toEqual([true, true, true])
    expect((await attendance().windows.find(first.windowId))?.procedures).toEqual([update])
    expect(await actions()).toEqual(['window-procedures-changed'])
    await crowd(test_.services, aMinuteApart(nine, 1))
    expect(await attendance().calls.next(first)).toEqual({ ok: false, reason: 'nobody' })
    await set([certificate])
    expect((await attendance().calls.next(first)).ok).toBe(true)
    expect(
      await attendance().windows.setProcedures('puerto-ayora', first.windowId, [], 'system'),
    ).toBe(false)
  })
})
