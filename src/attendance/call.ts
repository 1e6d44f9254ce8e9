import type { Db } from '#dialect'
import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { CallRow } from '../../db/callStore.ts'
import type { Stores } from '../../db/stores.ts'
import { type Instant, later } from '../clock.ts'
import type { Arrival } from './arrival.ts'
import { arrivalOf } from './ticket.ts'
import type { AtWindow, Today } from './today.ts'
import type { WaitingRoom } from './waitingRoom.ts'

/** A call of somebody to a window, as the clerk sees it. */
export type OpenCall = {
  id: string
  arrival: Arrival
  windowId: string
  windowNumber: number
  calledAt: Instant
  toldAt: Instant
  /** How often the room was told; a recall names it, so that sending it twice is recalling once. */
  told: number
  /** From when they may be called again; null when that was done as often as the agency allows. */
  recallFrom: Instant | null
  /** From when they may be given up as a no-show: with a turno, not before its hour and the grace. */
  noShowFrom: Instant
  /** The visit, once they stand at the window. */
  visitId: string | null
}

/** The open call of a clerk's window that a step is about, or why the step cannot be done. */
export type FoundCall =
  | { ok: true; call: CallRow; arrival: ArrivalRow }
  | { ok: false; reason: 'unknown-call' }
  | { ok: false; reason: 'call-over'; call: CallRow; arrival: ArrivalRow }

export async function callHere(
  stores: Stores,
  { tx }: Today,
  { window }: AtWindow,
  callId: string,
): Promise<FoundCall> {
  const call = await stores.calls.find(tx, callId)
  if (call?.windowId !== window.id) return { ok: false, reason: 'unknown-call' }
  const arrival = await stores.arrivals.find(tx, call.arrivalId)
  if (!arrival) throw new Error('A call of nobody')
  if (call.endedAt !== null) return { ok: false, reason: 'call-over', call, arrival }
  return { ok: true, call, arrival }
}

/** From when somebody may be given up as a no-show. */
export async function noShowFrom(
  stores: Stores,
  db: Db,
  { turnoId, arrivedAt }: Pick<ArrivalRow, 'turnoId' | 'arrivedAt'>,
  { graceMinutes }: WaitingRoom,
): Promise<Instant> {
  const turno = turnoId === null ? null : await stores.turnos.find(db, turnoId)
  return turno ? later(turno.startAt, { minutes: graceMinutes }) : arrivedAt
}

/** A call as the clerk sees it. */
export async function shownCall(
  stores: Stores,
  db: Db,
  room: WaitingRoom,
  windowNumber: number,
  call: CallRow,
  arrival: ArrivalRow,
): Promise<OpenCall> {
  const { id, windowId, calledAt, toldAt, told } = call
  const mayRecall = told <= room.recallMost
  return {
    id,
    arrival: arrivalOf(arrival),
    windowId,
    windowNumber,
    calledAt,
    toldAt,
    told,
    recallFrom: mayRecall ? later(toldAt, { seconds: room.recallSeconds }) : null,
    noShowFrom: await noShowFrom(stores, db, arrival, room),
    visitId: (await stores.visits.ofCall(db, id))?.id ?? null,
  }
}
