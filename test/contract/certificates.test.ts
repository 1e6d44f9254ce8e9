import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { allThere, aMinuteApart, clerks, crowd } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { dialects } from './dialects.ts'

const nine = '2026-11-24T14:00:00.000Z'
const certified = (n: number) => ({
  holder: { givenNames: 'Persona', surnames: 'De La Fila' },
  document: { kind: 'passport' as const, country: 'COL', number: `AX${n}` },
})

describe.each(dialects)('certificates on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  /** So many people at so many windows, everything checked: only the outcome is left. */
  async function readyToIssue(count: number) {
    const { services } = test_
    const { attendance } = services
    await crowd(services, aMinuteApart(nine, count))
    const all = await clerks(services, count)
    const ready: (() => ReturnType<typeof attendance.outcomes.record>)[] = []
    for (const [n, clerk] of all.entries()) {
      const called = await attendance.calls.next(clerk)
      if (!called.ok) throw new Error(called.reason)
      const started = await attendance.visits.start(clerk, called.call.id)
      if (!started.ok) throw new Error(started.reason)
      const given = { kind: 'issued' as const, certified: certified(n) }
      ready.push(() => attendance.outcomes.record(clerk, started.visitId, given, allThere))
    }
    return ready
  }

  async function numbers() {
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.certificates)
    return rows.map(({ number }) => number).sort((a, b) => a - b)
  }

  test('fifty windows issuing at once, each clicking twice: 1 to 50, none missing, none twice', async () => {
    const ready = await readyToIssue(50)
    const first = await Promise.all(ready.map((issue) => issue()))
    expect(first.filter((result) => result.ok && !result.again)).toHaveLength(50)
    const second = await Promise.all(ready.map((issue) => issue()))
    expect(second.filter((result) => result.ok && result.again)).toHaveLength(50)
    expect(await numbers()).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  }, 120_000)

  test('an issue that is undone gives its number back', async () => {
    const { database, stores } = test_.services
    const failing = database.transaction(async (tx) => {
      await stores.certificates.nextNumber(tx, '09', 2026)
      throw new Error('undone')
    })
    await expect(failing).rejects.toThrow('undone')
    const [issue] = await readyToIssue(1)
    expect(await issue?.()).toMatchObject({ ok: true })
    expect(await numbers()).toEqual([1])
  })

  test('every province and every year count for themselves', async () => {
    const { database, stores } = test_.services
    const next = (province: string, year: number) =>
      database.transaction((tx) => stores.certificates.nextNumber(tx, province, year))
    expect([await next('09', 2026), await next('09', 2026), await next('20', 2026)]).toEqual([
      1, 2, 1,
    ])
    expect(await next('09', 2027)).toBe(1)
  })
})
