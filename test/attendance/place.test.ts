import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type InLine, inOrder, placeOf, walkInPlace } from '../../src/attendance/place.ts'
import { type PriorityGroup, priorityGroups } from '../../src/attendance/priority.ts'
import { usualWaitingRoom } from '../../src/attendance/waitingRoom.ts'
import { type Instant, later } from '../../src/clock.ts'

const rules = usualWaitingRoom
const nine = '2026-11-24T14:00:00.000Z'
const at = (minutes: number): Instant => later(nine, { minutes })
const nobody = { priority: null }

describe('the place in line', () => {
  test.each([
    ['before the hour: the hour counts', 20, 0, 'turno', 20],
    ['on the hour', 20, 20, 'turno', 20],
    ['after the hour, within the grace: the arrival counts', 20, 30, 'arrival', 30],
    ['on the last minute of the grace', 20, 35, 'arrival', 35],
  ])('with a turno, %s', (_name, hour, arrived, from, expected) => {
    const comer = { turnoStart: at(hour), arrivedAt: at(arrived), ...nobody }
    expect(placeOf(comer, rules)).toEqual({
      place: at(expected),
      reason: { from, base: at(expected), priorityMinutes: 0, walkInMinutes: 0 },
    })
  })

  test('later than the grace there is no place for a turno', () => {
    const arrivedAt = later(at(35), { seconds: 1 })
    expect(placeOf({ turnoStart: at(20), arrivedAt, ...nobody }, rules)).toBeNull()
  })

  test('a walk-in counts later than they came, one with priority earlier, and both is both', () => {
    expect(walkInPlace({ arrivedAt: at(0), ...nobody }, rules).place).toBe(at(30))
    expect(walkInPlace({ arrivedAt: at(0), priority: 'older' }, rules).place).toBe(at(0))
    const booked = { turnoStart: at(20), arrivedAt: at(0), priority: 'pregnancy' as const }
    expect(placeOf(booked, rules)?.place).toBe(at(-10))
  })

  test('does not tell of which group somebody is', () => {
    const places = priorityGroups.map((priority) =>
      walkInPlace({ arrivedAt: nine, priority }, rules),
    )
    expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(1)
  })
})

/** Somebody on a random day: with or without a turno, with or without priority. */
type Somebody = {
  id: string
  comer: { turnoStart: Instant | null; arrivedAt: Instant; priority: PriorityGroup | null }
}

const somebody: fc.Arbitrary<Somebody> = fc
  .record({
    id: fc.uuid(),
    hour: fc.option(fc.integer({ min: 0, max: 90 })),
    arrived: fc.integer({ min: -30, max: 120 }),
    priority: fc.option(fc.constantFrom(...priorityGroups), { freq: 3 }),
  })
  .map(({ id, hour, arrived, priority }) => ({
    id,
    comer: { turnoStart: hour === null ? null : at(hour), arrivedAt: at(arrived), priority },
  }))

const day = fc.uniqueArray(somebody, { minLength: 2, maxLength: 60, selector: ({ id }) => id })

/** As an arrival; who is too late for their turno waits like a walk-in. */
function standing({ id, comer }: Somebody): InLine & { unadjusted: Instant; priority: boolean } {
  const { place, reason } = placeOf(comer, rules) ?? walkInPlace(comer, rules)
  const unadjusted = later(reason.base, { minutes: reason.walkInMinutes })
  return { id, place, arrivedAt: comer.arrivedAt, unadjusted, priority: comer.priority !== null }
}

describe('the order', () => {
  test('is total: exactly one of two goes first, and three never go round', () => {
    fc.assert(
      fc.property(day, (people) => {
        const line = people.map(standing)
        for (const a of line) {
          for (const b of line) {
            expect(Math.sign(inOrder(a, b)) + Math.sign(inOrder(b, a))).toBe(0)
            expect(inOrder(a, b) === 0).toBe(a.id === b.id)
          }
        }
        const sorted = [...line].sort(inOrder)
        for (const [n, one] of sorted.entries()) {
          for (const other of sorted.slice(n + 1)) expect(inOrder(one, other)).toBeLessThan(0)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('does not depend on who was written down first', () => {
    fc.assert(
      fc.property(day, fc.infiniteStream(fc.nat()), (people, numbers) => {
        const line = people.map(standing)
        const shuffled = line
          .map((one) => ({ one, by: numbers.next().value ?? 0 }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one)
        const ids = (list: InLine[]) => [...list].sort(inOrder).map(({ id }) => id)
        expect(ids(shuffled)).toEqual(ids(line))
      }),
    )
  })

  test('keeps the bound: nobody gets in front of somebody who came more than it before', () => {
    fc.assert(
      fc.property(day, (people) => {
        const line = people.map(standing).sort(inOrder)
        for (const [n, first] of line.entries()) {
          for (const passed of line.slice(n + 1)) {
            const limit = later(passed.unadjusted, { minutes: rules.priorityMinutes })
            if (first.priority) expect(first.unadjusted <= limit).toBe(true)
            else expect(first.unadjusted <= passed.unadjusted).toBe(true)
          }
        }
      }),
    )
  })

  test('is worth its bound: nobody without priority and later than that many minutes before goes first', () => {
    fc.assert(
      fc.property(day, (people) => {
        const line = people.map(standing).sort(inOrder)
        for (const [n, first] of line.entries()) {
          if (first.priority) continue
          for (const { priority, unadjusted } of line.slice(n + 1)) {
            const worth = later(unadjusted, { minutes: -rules.priorityMinutes })
            if (priority) expect(first.unadjusted <= worth).toBe(true)
          }
        }
      }),
    )
  })

  test('starves nobody: on any day everybody is called, and only by rule before another', () => {
    const windows = fc.integer({ min: 1, max: 4 })
    const pace = fc.integer({ min: 3, max: 40 })
    fc.assert(
      fc.property(day, windows, pace, (people, count, minutes) => {
        const toCome = people.map(standing).sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1))
        const calls: { id: string; at: number; unadjusted: Instant }[] = []
        const waiting: typeof toCome = []
        const end = 120 + people.length * minutes
        for (let now = -30; now <= end; now += minutes) {
          while (toCome[0] && toCome[0].arrivedAt <= at(now)) waiting.push(...toCome.splice(0, 1))
          waiting.sort(inOrder)
          for (const { id, unadjusted } of waiting.splice(0, count)) {
            calls.push({ id, at: now, unadjusted })
          }
          // Whoever is left behind was passed by nobody more than the bound later than them.
          const last = calls.filter((call) => call.at === now)
          for (const passed of waiting) {
            const limit = later(passed.unadjusted, { minutes: rules.priorityMinutes })
            for (const { unadjusted } of last) expect(unadjusted <= limit).toBe(true)
          }
        }
        expect(calls.map(({ id }) => id).sort()).toEqual(people.map(({ id }) => id).sort())
      }),
      { numRuns: 60 },
    )
  })
})
