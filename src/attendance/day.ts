import type { AuditDetail } from '../audit/audit.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { Actor, ArrivalStatus } from './arrival.ts'
import type { AttendancePorts } from './ports.ts'
import type { PauseReason } from './reasons.ts'
import { openToday, type Today } from './today.ts'
import { type WaitingRoom, waitingRoomOf } from './waitingRoom.ts'

/** An agency's day in numbers. */
export type DayFigures = {
  day: LocalDate
  pausedBecause: string | null
  closedAt: Instant | null
  walkIns: number
  /** How many of those who came are in each state. */
  people: Record<ArrivalStatus, number>
}

type DoorChange = { pausedBecause?: string | null; closedAt?: Instant | null }

/** What a supervisor does with a whole day. Each is on record, and answers false for an unknown agency. */
export function createDay(ports: AttendancePorts) {
  const { stores, database, clock, audit } = ports
  const today = openToday(ports)

  /** Done twice is done once: what is so already is neither written nor recorded again. */
  const set = async (
    agencyId: string,
    actor: Actor,
    to: (at: Today) => { change: DoorChange; action: string; detail?: AuditDetail } | null,
  ) => {
    const done = await today.at(agencyId, async (at) => {
      const step = to(at)
      if (!step) return true
      await stores.agencyDays.change(at.tx, at.row, step.change)
      const { action, detail = {} } = step
      const subject = `agency:${agencyId}`
      await audit.record(at.tx, { actor, action, subject, agencyId, detail })
      return true
    })
    return done ?? false
  }

  return {
    /** Takes nobody in until `resume`; the reason is shown to whoever comes. */
    pause: (agencyId: string, because: PauseReason, actor: Actor) =>
      set(agencyId, actor, ({ row }) => {
        if (row.pausedBecause === because) return null
        return {
          change: { pausedBecause: because },
          action: 'arrivals-paused',
          detail: { because },
        }
      }),
    resume: (agencyId: string, actor: Actor) =>
      set(agencyId, actor, ({ row: { pausedBecause } }) => {
        if (pausedBecause === null) return null
        const detail = { because: pausedBecause }
        return { change: { pausedBecause: null }, action: 'arrivals-resumed', detail }
      }),
    /** Takes nobody in any more today; those who wait are still called. */
    close: (agencyId: string, actor: Actor) =>
      set(agencyId, actor, ({ row, now }) =>
        row.closedAt === null ? { change: { closedAt: now }, action: 'day-closed' } : null,
      ),
    reopen: (agencyId: string, actor: Actor) =>
      set(agencyId, actor, ({ row: { closedAt } }) =>
        closedAt === null
          ? null
          : { change: { closedAt: null }, action: 'day-reopened', detail: { closedAt } },
      ),

    /** How an agency runs its waiting room. */
    waitingRoom: (agencyId: string) => waitingRoomOf(stores, database.read, agencyId),

    /** Sets it; places given out already stay as they were promised. */
    async setWaitingRoom(agencyId: string, room: WaitingRoom): Promise<boolean> {
      const done = await today.at(agencyId, async ({ tx }) => {
        await stores.agencyDays.setWaitingRoom(tx, { agencyId, ...room })
        return true
      })
      return done ?? false
    },

    /** The day in numbers; null for an unknown agency. */
    async figures(agencyId: string): Promise<DayFigures | null> {
      const db = database.read
      const agency = await stores.agencies.agency(db, agencyId)
      if (!agency) return null
      const day = localDateOf(clock.now(), agency.zone)
      const row = await stores.agencyDays.find(db, agencyId, day)
      const people: DayFigures['people'] = {
        waiting: 0,
        called: 0,
        parked: 0,
        served: 0,
        'no-show': 0,
        left: 0,
      }
      for (const { status, number } of await stores.arrivals.counts(db, agencyId, day)) {
        people[status] = number
      }
      const { pausedBecause = null, closedAt = null, walkIns = 0 } = row ?? {}
      return { day, pausedBecause, closedAt, walkIns, people }
    },
  }
}
