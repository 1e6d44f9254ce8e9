import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { inOrder } from '../../src/attendance/place.ts'
import { later } from '../../src/clock.ts'
import { type Came, centre, crowd } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { maria, turnoOf } from '../support/people.ts'
import { certificate } from '../support/story.ts'
import { dialects } from './dialects.ts'

const nine = '2026-11-24T14:00:00.000Z'
const everybody = { id: '', procedures: [] }

describe.each(dialects)('the queue on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  test('has the order of the function, whoever was written down first', async () => {
    const { database, stores } = test_.services
    const day = { agencyId: centre, day: '2026-11-24' }
    const came: fc.Arbitrary<Came[]> = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        // Few values, so that many places and arrivals are equal and the id has to decide.
        arrivedAt: fc.integer({ min: 0, max: 8 }).map((n) => later(nine, { minutes: 15 * n })),
        priority: fc.option(fc.constantFrom('older' as const, 'child' as const)),
      }),
      { minLength: 5, maxLength: 40, selector: ({ id }) => id },
    )
    for (const people of fc.sample(came, { numRuns: 12, seed: 20261124 })) {
      const rows = await crowd(test_.services, people)
      const expected = [...rows].sort(inOrder).map(({ id }) => id)
      const line = await stores.arrivals.inOrder(database.read, centre, day.day, ['waiting'])
      expect(line.map(({ id }) => id)).toEqual(expected)
      const first = await stores.arrivals.firstFor(database.read, day, everybody)
      expect(first?.id).toBe(expected[0])
      await database.transaction((tx) => tx.delete(database.tables.arrivals))
    }
  })

  test('with and without a turno stand in one line: nothing in it is ever null', async () => {
    const { attendance } = test_.services
    const turnoId = await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-24T15:30:00.000Z')
    const form = { procedureId: certificate, priority: null, language: 'es' as const }
    const nobody = { name: null, document: null }
    await attendance.walkIn(centre, { ...form, nonce: 'n', personal: nobody, actor: 'kiosk' })
    await attendance.arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' })
    const line = await attendance.queue.waiting(centre)
    expect(line).toHaveLength(2)
    for (const { arrival } of line) {
      for (const part of [arrival.place, arrival.arrivedAt, arrival.id]) {
        expect(part).toEqual(expect.any(String))
      }
    }
    expect(line.map(({ arrival }) => arrival)).toEqual(
      line.map(({ arrival }) => arrival).sort(inOrder),
    )
  })

  test('twenty doors at once give twenty tickets, without a gap and none twice', async () => {
    const { attendance } = test_.services
    const form = { procedureId: certificate, priority: null, language: 'es' as const }
    const nobody = { name: null, document: null }
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        // Each form is sent twice.
        attendance.walkIn(centre, {
          ...form,
          nonce: `form ${n % 20}`,
          personal: nobody,
          actor: 'kiosk',
        }),
      ),
    )
    const labels = results.map((result) => (result.ok ? result.arrival.label : result.reason))
    const expected = Array.from({ length: 20 }, (_, n) => `A ${String(n + 1).padStart(3, '0')}`)
    expect([...new Set(labels)].sort()).toEqual(expected)
    const more = await attendance.walkIn(centre, {
      ...form,
      nonce: 'one too many',
      personal: nobody,
      actor: 'kiosk',
    })
    expect(more).toEqual({ ok: false, reason: 'quota-used' })
  })

  test('scanning twenty times at once is arriving once', async () => {
    const { attendance, database, stores } = test_.services
    const turnoId = await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-24T15:30:00.000Z')
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        attendance.arrive(centre, { by: 'turno', turnoId }, { actor: 'kiosk' }),
      ),
    )
    const tickets = results.map((result) => (result.ok ? result.arrival.label : result.reason))
    expect(new Set(tickets)).toEqual(new Set(['A 001']))
    expect(results.filter((result) => result.ok && !result.again)).toHaveLength(1)
    const turno = await stores.turnos.find(database.read, turnoId)
    expect(turno?.status).toBe('arrived')
  })
})
