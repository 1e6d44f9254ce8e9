import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { AttendancePorts } from './ports.ts'
import { waitingRoomOf } from './waitingRoom.ts'

/** A call as the waiting room sees and hears it: a ticket and a window, no name. */
export type BoardCall = {
  id: string
  /** The day's own number of its last announcement; a recall has a new one. */
  number: number
  label: string
  windowNumber: number
  toldAt: Instant
  /** Whether the call is still open. */
  open: boolean
}

/** What the display of an agency shows. */
export type Board = {
  agencyName: string
  zone: string
  day: LocalDate
  /** The latest announcement first. */
  calls: BoardCall[]
  next: string[]
  pausedBecause: string | null
}

/** The last thing that a display has heard. */
export type Heard = { day: LocalDate; number: number }

const mostCalls = 12
/** No display is away for longer than this many calls and still announces them. */
const mostMissed = 200

/**
 * The display's content; null for an unknown agency. Where the display says what it heard last, every
 * call that was announced since is in it, however long the display was away.
 */
export function createBoard({ stores, database, clock }: AttendancePorts) {
  return async (agencyId: string, heard: Heard | null = null): Promise<Board | null> => {
    const db = database.read
    const agency = await stores.agencies.agency(db, agencyId)
    if (!agency) return null
    const day = localDateOf(clock.now(), agency.zone)
    const { displayNext } = await waitingRoomOf(stores, db, agencyId)
    const today = await stores.agencyDays.find(db, agencyId, day)
    const since = heard?.day === day ? heard.number : 0
    const missed = heard === null ? 0 : Math.min((today?.lastAnnounced ?? 0) - since, mostMissed)
    const rows = await stores.calls.lastTold(db, agencyId, day, Math.max(mostCalls, missed))
    return {
      agencyName: agency.name,
      zone: agency.zone,
      day,
      calls: rows.map(({ announced, endedAt, ...call }) => ({
        ...call,
        number: announced,
        open: endedAt === null,
      })),
      next: await stores.arrivals.firstLabels(db, agencyId, day, displayNext),
      pausedBecause: today?.pausedBecause ?? null,
    }
  }
}
