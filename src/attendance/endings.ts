import type { ArrivalChange, ArrivalRow } from '../../db/arrivalStore.ts'
import type { CallEnding, CallRow } from '../../db/callStore.ts'
import type { Instant } from '../clock.ts'
import type { Arrival, ArrivalEventKind, ArrivalStatus } from './arrival.ts'
import { callHere, noShowFrom } from './call.ts'
import { leaveNow } from './leave.ts'
import type { AttendancePorts } from './ports.ts'
import type { ParkReason, TransferReason } from './reasons.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import { arrivalOf, mayCall } from './ticket.ts'
import { type AtWindow, type Clerk, type NotAtWindow, openToday, type Today } from './today.ts'

export type EndResult =
  /** Done now, or by an earlier click: the answer is the same. */
  { ok: true; arrival: Arrival } | NotAtWindow | { ok: false; reason: 'unknown-call' | 'call-over' }

export type NoShowResult =
  | EndResult
  /** They stand at the window. */
  | { ok: false; reason: 'visit-started' }
  /** They came for a turno whose hour and grace are not over. */
  | { ok: false; reason: 'not-before'; from: Instant }

export type TransferResult =
  | EndResult
  /** No target; one of another agency, or out of use; nobody at that window; it does not serve this. */
  | { ok: false; reason: 'nowhere' | 'unknown-target' | 'window-closed' | 'not-served' }

/** Where somebody is sent; what is null stays as it is. */
export type TransferTarget = { windowId: string | null; procedureId: string | null }

/** How a call ends without an outcome. */
export function createEndings(ports: AttendancePorts) {
  const { stores } = ports
  const today = openToday(ports)

  /** A step at the end of a call, done once however often it is sent. */
  function ending<Refusal>(
    clerk: Clerk,
    callId: string,
    how: CallEnding,
    step: (
      at: Today,
      place: AtWindow,
      call: CallRow,
      arrival: ArrivalRow,
    ) => Promise<Ended | Refusal>,
  ): Promise<EndResult | Refusal> {
    return today.atWindow(clerk, async (at, place): Promise<EndResult | Refusal> => {
      const found = await callHere(stores, at, place, callId)
      if (!found.ok && found.reason === 'call-over' && found.call.ending === how) {
        return { ok: true, arrival: arrivalOf(found.arrival) }
      }
      if (!found.ok) return { ok: false, reason: found.reason }
      const done = await step(at, place, found.call, found.arrival)
      if (!isEnded(done)) return done
      await stores.calls.end(at.tx, callId, how, at.now)
      return { ok: true, arrival: arrivalOf(done.ended) }
    })
  }

  async function move(
    at: Today,
    { clerk, window }: AtWindow,
    arrival: ArrivalRow,
    to: ArrivalChange & { status: ArrivalStatus },
    kind: ArrivalEventKind,
    reason: string | null,
  ): Promise<Ended> {
    const taken = { kind, actor: `staff:${clerk.staffId}` as const, windowId: window.id, reason }
    return { ended: await takeStep(stores, at, arrival, to, taken) }
  }

  return {
    /** Gives up on somebody who does not come to the window. */
    noShow(clerk: Clerk, callId: string): Promise<NoShowResult> {
      return ending<NoShowResult>(clerk, callId, 'no-show', async (at, place, _call, arrival) => {
        if (await stores.visits.ofCall(at.tx, callId)) return { ok: false, reason: 'visit-started' }
        const from = await noShowFrom(stores, at.tx, arrival, at.room)
        if (at.now < from) return { ok: false, reason: 'not-before', from }
        const actor = `staff:${clerk.staffId}` as const
        await turnoBecomes(stores, at, arrival, ['arrived', 'no-show'], actor)
        return move(at, place, arrival, { status: 'no-show' }, 'no-show', null)
      })
    },

    /** Sets somebody aside who has to fetch something; their number stays. */
    park(clerk: Clerk, callId: string, reason: ParkReason): Promise<EndResult> {
      return ending<EndResult>(clerk, callId, 'parked', (at, place, _call, arrival) =>
        move(at, place, arrival, { status: 'parked' }, 'parked', reason),
      )
    },

    /** Sends somebody to wait for another window or procedure; their number stays. */
    transfer(
      clerk: Clerk,
      callId: string,
      target: TransferTarget,
      reason: TransferReason,
    ): Promise<TransferResult> {
      const step = async (at: Today, place: AtWindow, _: CallRow, arrival: ArrivalRow) => {
        const to = { ...arrival, windowId: target.windowId, status: 'waiting' as const }
        if (target.procedureId !== null) to.procedureId = target.procedureId
        const refusal = await whyNot(at, target, to)
        if (refusal) return refusal
        const { status, windowId, procedureId } = to
        const change = { status, windowId, procedureId }
        return move(at, place, arrival, change, 'transferred', reason)
      }
      return ending<TransferResult>(clerk, callId, 'transferred', step)
    },

    /** Lets somebody go who was called and does not want to stay. */
    leave(clerk: Clerk, callId: string): Promise<EndResult> {
      return ending<EndResult>(clerk, callId, 'left', async (at, place, _call, arrival) => ({
        ended: await leaveNow(stores, at, arrival, {
          actor: `staff:${clerk.staffId}`,
          windowId: place.window.id,
        }),
      }))
    },
  }

  async function whyNot(
    { tx, agency }: Today,
    { windowId, procedureId }: TransferTarget,
    arrival: ArrivalRow,
  ): Promise<TransferResult | null> {
    if (windowId === null && procedureId === null) return { ok: false, reason: 'nowhere' }
    if (procedureId !== null) {
      const agendas = await stores.agencies.agendas(tx, procedureId)
      const here = agendas.some((agenda) => agenda.agency.id === agency.id)
      if (!here) return { ok: false, reason: 'unknown-target' }
    }
    if (windowId === null) return null
    const window = await stores.windows.find(tx, windowId)
    if (window?.agencyId !== agency.id) return { ok: false, reason: 'unknown-target' }
    if (!(await stores.windows.openAt(tx, windowId))) return { ok: false, reason: 'window-closed' }
    const willing = mayCall(window, arrival)
    return willing ? null : { ok: false, reason: 'not-served' }
  }
}

type Ended = { ended: ArrivalRow }

function isEnded<Refusal>(done: Ended | Refusal): done is Ended {
  return typeof done === 'object' && done !== null && 'ended' in done
}
