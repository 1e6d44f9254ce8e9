import { describe, expect, test } from '@jest/globals'
import { walkInPlace } from '../../src/attendance/place.ts'
import { usualWaitingRoom } from '../../src/attendance/waitingRoom.ts'
import type { Entry } from './journal.ts'
import { checkRoom, type RoomFacts } from './roomChecker.ts'

type Evidence = { entries: Entry[]; room: RoomFacts }

const at = (second: number) => `2026-11-25T13:00:${String(second).padStart(2, '0')}.000Z`

const step = (op: string, key: string, windowId: string, aviso = ''): Entry => ({
  line: 'sent',
  id: 1,
  client: 1,
  op,
  key,
  hour: null,
  agenda: windowId,
  at: 100,
  got: {
    line: 'got',
    id: 1,
    outcome: 'answered',
    status: 303,
    location: `/ventanilla${aviso === '' ? '' : `?aviso=${aviso}`}`,
    at: 150,
  },
})

/** Two people, called one after the other at one window, each with a certificate. */
function inOrder(): Evidence {
  const people = [1, 2].map((n) => ({
    n,
    arrivedAt: at(n),
    id: `person-${n}`,
    visit: `visit-${n}`,
  }))
  return {
    entries: people.flatMap(({ n, visit }) => [
      step('siguiente', '', 'v-1'),
      step('atender', `call-${n}`, 'v-1'),
      step('resultado', visit, 'v-1', 'issued'),
    ]),
    room: {
      arrivals: people.map(({ n, id, arrivedAt }) => {
        const { place } = walkInPlace({ arrivedAt, priority: null }, usualWaitingRoom)
        return { id, label: `A 00${n}`, status: 'served' as const, place, arrivedAt }
      }),
      arrivalEvents: people.flatMap(({ id }) =>
        [1, 2].map((number) => ({ arrivalId: id, number })),
      ),
      calls: people.map(({ n, id }) => ({
        id: `call-${n}`,
        arrivalId: id,
        windowId: 'v-1',
        calledAt: at(10 * n),
        endedAt: at(10 * n + 5),
      })),
      visits: people.map(({ visit }) => ({ id: visit })),
      outcomes: people.map(({ visit }) => ({ visitId: visit, kind: 'issued' as const })),
      certificates: people.map(({ n, visit }) => ({
        visitId: visit,
        provinceCode: '09',
        year: 2026,
        number: n,
      })),
    },
  }
}

function problemsOf({ entries, room }: Evidence): string[] {
  const { lost, doubled, wrong } = checkRoom(entries, room)
  return [...lost, ...doubled, ...wrong]
}

function first<T>(some: T[]): T {
  const [one] = some
  if (one === undefined) throw new Error('nothing there')
  return one
}

describe('the checker of the waiting room', () => {
  test('finds nothing where all is in order, and counts what was told', () => {
    const { entries, room } = inOrder()
    expect(problemsOf({ entries, room })).toEqual([])
    expect(checkRoom(entries, room)).toMatchObject({ called: 2, issued: 2 })
  })

  test.each<[string, (evidence: Evidence) => void, RegExp]>([
    [
      'a call that was shown and is gone',
      ({ room }) => {
        room.calls.pop()
      },
      /^v-1 was told of the call call-2, which is not there$/,
    ],
    [
      'one call at two windows',
      ({ entries }) => {
        entries.push(step('atender', 'call-1', 'v-2'))
      },
      /^the call call-1 of v-1 was shown at v-2$/,
    ],
    [
      'somebody who was called twice',
      ({ room }) => {
        room.calls.push({ ...first(room.calls), id: 'call-3', windowId: 'v-2', calledAt: at(40) })
      },
      /^A 001 was called 2 times$/,
    ],
    [
      'somebody who was forgotten',
      ({ room }) => {
        room.calls.pop()
        const last = room.arrivals.at(-1)
        if (last) last.status = 'waiting'
      },
      /^A 002 was never called, and stands as waiting$/,
    ],
    [
      'somebody who was called and then left standing',
      ({ room }) => {
        first(room.arrivals).status = 'called'
      },
      /^A 001 was called and then forgotten: they stand as called$/,
    ],
    [
      'two open calls at one window',
      ({ room }) => {
        first(room.calls).endedAt = at(30)
      },
      /^v-1 had two open calls/,
    ],
    [
      'an order that is not the rule’s',
      ({ room }) => {
        room.calls.reverse()
        const [one, other] = room.calls
        if (one && other) [one.calledAt, other.calledAt] = [at(1), at(2)]
      },
      /^A 002 was called before A 001, who stood before them$/,
    ],
    [
      'a certificate that was promised',
      ({ room }) => {
        room.certificates.pop()
      },
      /^v-1 was told that visit-2 was issued, and there is no certificate$/,
    ],
    [
      'a number that is missing',
      ({ room }) => {
        const last = room.certificates.at(-1)
        if (last) last.number = 3
      },
      /^the certificates of 09 of 2026 go from 1 to 3$/,
    ],
    [
      'two certificates of one visit',
      ({ room }) => {
        room.certificates.push({ ...first(room.certificates), number: 3 })
      },
      /^the visit visit-1 has 2 certificates$/,
    ],
    [
      'a visit that ended twice',
      ({ room }) => {
        room.outcomes.push(first(room.outcomes))
      },
      /^the visit visit-1 has 2 outcomes$/,
    ],
    [
      'a gap in what happened',
      ({ room }) => {
        first(room.arrivalEvents).number = 3
      },
      /^A 001 has the events 3,2$/,
    ],
  ])('finds %s', (_what, change, sentence) => {
    const evidence = inOrder()
    change(evidence)
    expect(problemsOf(evidence)).toContainEqual(expect.stringMatching(sentence))
  })
})
