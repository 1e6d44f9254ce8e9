import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { ArrivalStatus } from './arrival.ts'
import type { AttendancePorts } from './ports.ts'
import type { PauseReason } from './reasons.ts'
import { openToday } from './today.ts'
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

/** What a supervisor does with a whole day. Each answers false for an unknown agency. */
export function createDay(ports: AttendancePorts) {
  const { stores, database, clock } = ports
  const today = openToday(ports)

  const set = async (
    agencyId: string,
    to: (now: Instant) => { pausedBecause?: string | null; closedAt?: Instant | null },
  ) => {
    const done = await today.at(agencyId, async ({ tx, row, now }) => {
      await stores.agencyDays.change(tx, row, to(now))
      return true
    })
    return done ?? false
  }

  return {
    /** Takes nobody in until `resume`; the reason is shown to whoever comes. */
    pause: (agencyId: string, because: PauseReason) =>
      set(agencyId, () => ({ pausedBecause: because })),
    resume: (agencyId: string) => set(agencyId, () => ({ pausedBecause: null })),
    /** Takes nobody in any more today; those who wait are still called. */
    close: (agencyId: string) => set(agencyId, (now) => ({ closedAt: now })),
    reopen: (agencyId: string) => set(agencyId, () => ({ closedAt: null })),

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
