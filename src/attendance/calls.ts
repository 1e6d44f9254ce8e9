import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { CallRow } from '../../db/callStore.ts'
import { type Instant, later } from '../clock.ts'
import { crashPoint } from '../crashPoints.ts'
import { newId } from '../keys/codes.ts'
import { callHere, type OpenCall, shownCall } from './call.ts'
import type { AttendancePorts } from './ports.ts'
import type { CallReason } from './reasons.ts'
import { arrivalHere, takeStep } from './steps.ts'
import { mayCall } from './ticket.ts'
import { type AtWindow, type Clerk, type NotAtWindow, openToday, type Today } from './today.ts'
import { waitingRoomOf } from './waitingRoom.ts'

export type CallResult =
  /** `again` when the call was open already: pressing twice calls once. */
  { ok: true; call: OpenCall; again: boolean } | NotAtWindow | { ok: false; reason: 'nobody' }

export type ChosenResult =
  | CallResult
  /** The window has another open call; they do not wait (any more); this window may not serve them. */
  | { ok: false; reason: 'window-busy' | 'not-waiting' | 'not-served' }

export type RecallResult =
  | { ok: true; call: OpenCall; again: boolean }
  | NotAtWindow
  | { ok: false; reason: 'unknown-call' | 'call-over' | 'told-enough' | 'visit-started' }
  | { ok: false; reason: 'too-soon'; from: Instant }

/** Calling people to windows: two windows never one person, one window never two people. */
export function createCalls(ports: AttendancePorts) {
  const { stores, database } = ports
  const today = openToday(ports)

  async function begin(
    at: Today,
    { clerk, window }: AtWindow,
    arrival: ArrivalRow,
    reason: CallReason | null,
  ): Promise<CallResult> {
    const { tx, now, agency, day, room } = at
    const called = await takeStep(
      stores,
      at,
      arrival,
      { status: 'called' },
      { kind: 'called', actor: `staff:${clerk.staffId}`, windowId: window.id, reason },
    )
    const announced = await stores.agencyDays.nextAnnouncement(tx, at.row)
    const call: CallRow = {
      id: newId(),
      agencyId: agency.id,
      day,
      arrivalId: arrival.id,
      windowId: window.id,
      staffId: clerk.staffId,
      calledAt: now,
      toldAt: now,
      told: 1,
      announced,
      endedAt: null,
      ending: null,
    }
    await stores.calls.open(tx, call)
    const shown = await shownCall(stores, tx, room, window.number, call, called)
    crashPoint('call-before-commit')
    return { ok: true, call: shown, again: false }
  }

  async function openCall({ tx, room }: Today, { window }: AtWindow): Promise<OpenCall | null> {
    const call = await stores.calls.openAt(tx, window.id)
    const arrival = call && (await stores.arrivals.find(tx, call.arrivalId))
    return call && arrival && shownCall(stores, tx, room, window.number, call, arrival)
  }

  return {
    /** Calls the first in the queue's order whom this window may serve. */
    async next(clerk: Clerk): Promise<CallResult> {
      const called = await today.atWindow(clerk, async (at, place): Promise<CallResult> => {
        const open = await openCall(at, place)
        if (open) return { ok: true, call: open, again: true }
        const day = { agencyId: at.agency.id, day: at.day }
        const first = await stores.arrivals.firstFor(at.tx, day, place.window)
        return first ? begin(at, place, first, null) : { ok: false, reason: 'nobody' }
      })
      crashPoint('call-after-commit')
      return called
    },

    /** Calls somebody who waits or was set aside, out of order: the reason goes on record. */
    chosen(clerk: Clerk, arrivalId: string, reason: CallReason): Promise<ChosenResult> {
      return today.atWindow(clerk, async (at, place): Promise<ChosenResult> => {
        const open = await openCall(at, place)
        if (open?.arrival.id === arrivalId) return { ok: true, call: open, again: true }
        if (open) return { ok: false, reason: 'window-busy' }
        const arrival = await arrivalHere(stores, at, arrivalId)
        const here = arrival?.status === 'waiting' || arrival?.status === 'parked'
        if (!arrival || !here || arrival.day !== at.day) return { ok: false, reason: 'not-waiting' }
        if (!mayCall(place.window, arrival)) return { ok: false, reason: 'not-served' }
        return begin(at, place, arrival, reason)
      })
    },

    /** Tells the room once more. `told` is how often the clerk's page says it was told. */
    recall(clerk: Clerk, callId: string, told: number): Promise<RecallResult> {
      return today.atWindow(clerk, async (at, place): Promise<RecallResult> => {
        const found = await callHere(stores, at, place, callId)
        if (!found.ok) return { ok: false, reason: found.reason }
        const { call, arrival } = found
        const { tx, room, now } = at
        const show = (row: CallRow) =>
          shownCall(stores, tx, room, place.window.number, row, arrival)
        if (call.told > told) return { ok: true, call: await show(call), again: true }
        if (await stores.visits.ofCall(tx, callId)) return { ok: false, reason: 'visit-started' }
        if (call.told > room.recallMost) return { ok: false, reason: 'told-enough' }
        const from = later(call.toldAt, { seconds: room.recallSeconds })
        if (now < from) return { ok: false, reason: 'too-soon', from }
        const announced = await stores.agencyDays.nextAnnouncement(tx, at.row)
        await stores.calls.tellAgain(tx, call, announced, now)
        const actor = `staff:${clerk.staffId}` as const
        const event = { kind: 'recalled' as const, actor, windowId: clerk.windowId, reason: null }
        await takeStep(stores, at, arrival, { status: 'called' }, event)
        const again = { ...call, told: call.told + 1, toldAt: now, announced }
        return { ok: true, call: await show(again), again: false }
      })
    },

    /** The open call of a window, for showing; null when there is none. */
    async current(windowId: string): Promise<OpenCall | null> {
      const db = database.read
      const window = await stores.windows.find(db, windowId)
      const call = window && (await stores.calls.openAt(db, windowId))
      const arrival = call && (await stores.arrivals.find(db, call.arrivalId))
      if (!window || !call || !arrival) return null
      const room = await waitingRoomOf(stores, db, window.agencyId)
      return shownCall(stores, db, room, window.number, call, arrival)
    },
  }
}
