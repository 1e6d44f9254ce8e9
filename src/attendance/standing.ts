import type { Actor, Arrival } from './arrival.ts'
import { leaveNow } from './leave.ts'
import { placeWithPriority } from './place.ts'
import type { AttendancePorts } from './ports.ts'
import type { PriorityGroup } from './priority.ts'
import { comeBackNow, type HasAnother, unlessAnother } from './return.ts'
import { arrivalHere, takeStep } from './steps.ts'
import { arrivalOf } from './ticket.ts'
import { openToday } from './today.ts'

export type StandResult =
  /** Done now, or by an earlier click: the answer is the same. */
  | { ok: true; arrival: Arrival }
  /** Nobody of this agency; or not in a state in which this can be done. */
  | { ok: false; reason: 'unknown' | 'not-now' }

/** What reception and supervisors do with somebody who waits, is set aside, or was given up. */
export function createStanding(ports: AttendancePorts) {
  const { stores } = ports
  const today = openToday(ports)
  const unknown: StandResult = { ok: false, reason: 'unknown' }
  const notNow: StandResult = { ok: false, reason: 'not-now' }

  return {
    /** Somebody who was set aside waits again, with the number they had. */
    async putBack(
      agencyId: string,
      arrivalId: string,
      actor: Actor,
      windowId: string | null = null,
    ): Promise<StandResult> {
      const done = await today.at(agencyId, async (at): Promise<StandResult> => {
        const arrival = await arrivalHere(stores, at, arrivalId)
        if (!arrival) return unknown
        if (arrival.status === 'waiting') return { ok: true, arrival: arrivalOf(arrival) }
        if (arrival.status !== 'parked') return notNow
        const taken = { kind: 'put-back' as const, actor, windowId, reason: null }
        const row = await takeStep(stores, at, arrival, { status: 'waiting' }, taken)
        return { ok: true, arrival: arrivalOf(row) }
      })
      return done ?? unknown
    },

    /** Somebody who was given up as a no-show is here after all: they wait again, with a new number. */
    async comeBack(
      agencyId: string,
      arrivalId: string,
      actor: Actor,
    ): Promise<StandResult | HasAnother> {
      return unlessAnother(async () => {
        const done = await today.at(agencyId, async (at): Promise<StandResult | HasAnother> => {
          const arrival = await arrivalHere(stores, at, arrivalId)
          if (!arrival) return unknown
          if (arrival.status === 'waiting') return { ok: true, arrival: arrivalOf(arrival) }
          const stillToday = arrival.day === at.day && at.row.closedAt === null
          if (arrival.status !== 'no-show' || !stillToday) return notNow
          const back = await comeBackNow(stores, at, arrival, actor)
          return back.ok ? { ok: true, arrival: arrivalOf(back.row) } : back
        })
        return done ?? unknown
      })
    },

    /** Lets somebody go who does not want to wait any longer. */
    async leave(agencyId: string, arrivalId: string, actor: Actor): Promise<StandResult> {
      const done = await today.at(agencyId, async (at): Promise<StandResult> => {
        const arrival = await arrivalHere(stores, at, arrivalId)
        if (!arrival) return unknown
        if (arrival.status === 'left') return { ok: true, arrival: arrivalOf(arrival) }
        if (arrival.status !== 'waiting' && arrival.status !== 'parked') return notNow
        const row = await leaveNow(stores, at, arrival, { actor, windowId: null })
        return { ok: true, arrival: arrivalOf(row) }
      })
      return done ?? unknown
    },

    /** Gives priority that was learnt of after the arrival, or takes it back; the number moves with it. */
    async setPriority(
      agencyId: string,
      arrivalId: string,
      priority: PriorityGroup | null,
      actor: Actor,
    ): Promise<StandResult> {
      const done = await today.at(agencyId, async (at): Promise<StandResult> => {
        const arrival = await arrivalHere(stores, at, arrivalId)
        if (!arrival) return unknown
        if (arrival.priority === priority) return { ok: true, arrival: arrivalOf(arrival) }
        if (arrival.status !== 'waiting' && arrival.status !== 'parked') return notNow
        const { place, reason } = placeWithPriority(arrival.placeReason, priority, at.room)
        const to = { status: arrival.status, priority, place, placeReason: reason }
        const taken = { kind: 'priority' as const, actor, windowId: null, reason: null }
        const row = await takeStep(stores, at, arrival, to, taken)
        return { ok: true, arrival: arrivalOf(row) }
      })
      return done ?? unknown
    },
  }
}
