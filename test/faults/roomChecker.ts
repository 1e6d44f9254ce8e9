import { inOrder } from '../../src/attendance/place.ts'
import type { Entry } from './journal.ts'
import { grouped, type RoomLedger } from './ledger.ts'

type Rows<Table extends keyof RoomLedger, Column extends keyof RoomLedger[Table][number]> = Pick<
  RoomLedger[Table][number],
  Column
>[]

/** As much of what the database says as is looked at; calls by their hour, certificates by their number. */
export type RoomFacts = {
  arrivals: Rows<'arrivals', 'id' | 'label' | 'status' | 'place' | 'arrivedAt'>
  arrivalEvents: Rows<'arrivalEvents', 'arrivalId' | 'number'>
  calls: Rows<'calls', 'id' | 'arrivalId' | 'windowId' | 'calledAt' | 'endedAt'>
  visits: Rows<'visits', 'id'>
  outcomes: Rows<'outcomes', 'visitId' | 'kind'>
  certificates: Rows<'certificates', 'visitId' | 'provinceCode' | 'year' | 'number'>
}

/** What is wrong with a waiting room, and how much was done in it. */
export type RoomVerdict = {
  lost: string[]
  doubled: string[]
  wrong: string[]
  /** People called, and certificates issued, whose clerks were told so. */
  called: number
  issued: number
}

/**
 * Holds what clerks were told against what the database says, after everybody was called. Clerks name a
 * call or a visit only when a page told them of it.
 */
export function checkRoom(entries: readonly Entry[], room: RoomFacts): RoomVerdict {
  const lost: string[] = []
  const doubled: string[] = []
  const wrong: string[] = []
  const callById = new Map(room.calls.map((call) => [call.id, call]))
  const visitById = new Map(room.visits.map((visit) => [visit.id, visit]))
  const ofCall = entries.filter(({ op }) => op === 'atender' || op === 'se-va')
  const ofVisit = entries.filter(({ op }) => op === 'resultado')

  const told = new Map(ofCall.map(({ key, agenda }) => [key, agenda]))
  for (const [callId, windowId] of told) {
    const call = callById.get(callId)
    if (!call) lost.push(`${windowId} was told of the call ${callId}, which is not there`)
    else if (call.windowId !== windowId) {
      doubled.push(`the call ${callId} of ${call.windowId} was shown at ${windowId}`)
    }
  }
  const issuedBy = new Map(
    ofVisit
      .filter(({ got }) => got?.location?.includes('aviso=issued'))
      .map(({ key, agenda }) => [key, agenda]),
  )
  const paperOf = grouped(room.certificates, ({ visitId }) => visitId)
  for (const { key, agenda } of ofVisit) {
    if (!visitById.has(key)) lost.push(`${agenda} was told of the visit ${key}, which is not there`)
  }
  for (const [visitId, windowId] of issuedBy) {
    if (!paperOf.has(visitId)) {
      lost.push(`${windowId} was told that ${visitId} was issued, and there is no certificate`)
    }
  }

  for (const [visitId, papers] of paperOf) {
    if (papers.length > 1) doubled.push(`the visit ${visitId} has ${papers.length} certificates`)
  }
  const outcomes = grouped(room.outcomes, ({ visitId }) => visitId)
  for (const { id } of room.visits) {
    const own = outcomes.get(id) ?? []
    if (own.length !== 1) wrong.push(`the visit ${id} has ${own.length} outcomes`)
    if (own[0]?.kind === 'issued' && !paperOf.has(id)) {
      lost.push(`the visit ${id} ended in a certificate that is not there`)
    }
  }
  for (const [series, papers] of grouped(
    room.certificates,
    ({ provinceCode, year }) => `${provinceCode} of ${year}`,
  )) {
    for (const [n, { number }] of papers.entries()) {
      if (number === n + 1) continue
      wrong.push(`the certificates of ${series} go from ${n} to ${number}`)
      break
    }
  }

  const callsOf = grouped(room.calls, ({ arrivalId }) => arrivalId)
  const eventsOf = grouped(room.arrivalEvents, ({ arrivalId }) => arrivalId)
  for (const { id, label, status } of room.arrivals) {
    const own = callsOf.get(id) ?? []
    if (own.length === 0) lost.push(`${label} was never called, and stands as ${status}`)
    if (own.length > 1) doubled.push(`${label} was called ${own.length} times`)
    if (own.length === 1 && status !== 'served' && status !== 'left') {
      lost.push(`${label} was called and then forgotten: they stand as ${status}`)
    }
    const numbers = (eventsOf.get(id) ?? []).map(({ number }) => number)
    if (numbers.some((number, n) => number !== n + 1)) {
      wrong.push(`${label} has the events ${numbers.join()}`)
    }
  }
  for (const [windowId, own] of grouped(room.calls, (call) => call.windowId)) {
    const overlap = own.find((call, n) => {
      const after = own[n + 1]
      return after && (call.endedAt === null || call.endedAt > after.calledAt)
    })
    if (overlap) doubled.push(`${windowId} had two open calls at ${overlap.endedAt}`)
  }
  wrong.push(...outOfOrder(room))
  return { lost, doubled, wrong, called: told.size, issued: issuedBy.size }
}

/** Everybody waited from the beginning, so whoever was called earlier stands before whoever came later. */
function outOfOrder({ arrivals, calls }: RoomFacts): string[] {
  const byId = new Map(arrivals.map((arrival) => [arrival.id, arrival]))
  return calls.flatMap((call, n) => {
    const before = calls[n - 1]
    const one = before && byId.get(before.arrivalId)
    const other = byId.get(call.arrivalId)
    if (!before || !one || !other || before.calledAt === call.calledAt) return []
    return inOrder(one, other) <= 0
      ? []
      : [`${one.label} was called before ${other.label}, who stood before them`]
  })
}
