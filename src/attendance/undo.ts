import type { ArrivalEventRow, ArrivalRow } from '../../db/arrivalStore.ts'
import { later } from '../clock.ts'
import type { Arrival } from './arrival.ts'
import type { AttendancePorts } from './ports.ts'
import { hasAnother, unlessAnother } from './return.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import { arrivalOf } from './ticket.ts'
import { type AtWindow, type Clerk, type NotAtWindow, openToday, type Today } from './today.ts'

/** How long a step can be taken back. */
export const undoSeconds = 30

/** What can be taken back: everything but what the room was told, and an outcome, which is corrected. */
const undoable = [
  'called',
  'visit-started',
  'no-show',
  'parked',
  'transferred',
  'put-back',
] as const

export type UndoableStep = (typeof undoable)[number]

export type UndoResult =
  /** Undone now, or by an earlier click (`step` is null then): the answer is the same. */
  | { ok: true; step: UndoableStep | null; arrival: Arrival }
  | NotAtWindow
  | {
      ok: false
      reason: /** Nothing was done here of late that can be undone. */
        | 'nothing'
        /** Since then something else happened to that person. */
        | 'moved-on'
        /** The window has called somebody else since. */
        | 'window-busy'
        /** The holder of the turno made another one since. */
        | 'has-another'
    }

/** Takes back the last step at a window. */
export function createUndo(ports: AttendancePorts) {
  const { stores } = ports
  const today = openToday(ports)

  async function undo(at: Today, place: AtWindow): Promise<UndoResult> {
    const since = later(at.now, { seconds: -undoSeconds })
    const [event] = await stores.arrivals.eventsAt(at.tx, place.window.id, since)
    if (!event) return { ok: false, reason: 'nothing' }
    const arrival = await stores.arrivals.find(at.tx, event.arrivalId)
    if (!arrival) throw new Error('An event of nobody')
    const last = (await stores.arrivals.events(at.tx, arrival.id)).at(-1)
    if (last?.number !== event.number) return { ok: false, reason: 'moved-on' }
    if (event.kind === 'undone') return { ok: true, step: null, arrival: arrivalOf(arrival) }
    const step = undoable.find((kind) => kind === event.kind)
    if (!step || !event.before) return { ok: false, reason: 'nothing' }
    const refusal = await takeBack(at, place, arrival, step)
    if (refusal) return refusal
    return { ok: true, step, arrival: arrivalOf(await restored(at, place, arrival, event)) }
  }

  async function takeBack(
    at: Today,
    { clerk, window }: AtWindow,
    arrival: ArrivalRow,
    step: UndoableStep,
  ): Promise<UndoResult | null> {
    if (step === 'put-back') return null
    const call = await stores.calls.lastOf(at.tx, arrival.id)
    if (call?.windowId !== window.id) return { ok: false, reason: 'moved-on' }
    if (step === 'called') {
      await stores.calls.end(at.tx, call.id, 'undone', at.now)
      return null
    }
    if (step === 'visit-started') {
      const visit = await stores.visits.ofCall(at.tx, call.id)
      if (visit) await stores.visits.remove(at.tx, visit.id)
      return null
    }
    if (await stores.calls.openAt(at.tx, window.id)) return { ok: false, reason: 'window-busy' }
    if (step === 'no-show') {
      if (await hasAnother(stores, at, arrival)) return { ok: false, reason: 'has-another' }
      const actor = `staff:${clerk.staffId}` as const
      await turnoBecomes(stores, at, arrival, ['no-show', 'arrived'], actor)
    }
    await stores.calls.reopen(at.tx, call.id)
    return null
  }

  function restored(
    at: Today,
    { clerk, window }: AtWindow,
    arrival: ArrivalRow,
    { kind, before }: ArrivalEventRow,
  ): Promise<ArrivalRow> {
    if (!before) throw new Error('An undoable step without what was before')
    const actor = `staff:${clerk.staffId}` as const
    const taken = { kind: 'undone' as const, actor, windowId: window.id, reason: kind }
    return takeStep(stores, at, arrival, before, taken)
  }

  /** Undoes the last step at the clerk's window, within `undoSeconds` of it. */
  return (clerk: Clerk): Promise<UndoResult> => unlessAnother(() => today.atWindow(clerk, undo))
}
