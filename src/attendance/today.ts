import type { Db } from '#dialect'
import type { AgencyDayRow } from '../../db/agencyDayStore.ts'
import type { ShiftRow, WindowRow } from '../../db/windowStore.ts'
import type { Agency } from '../agencies/agency.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { AttendancePorts } from './ports.ts'
import { type WaitingRoom, waitingRoomOf } from './waitingRoom.ts'

/** An agency's day whose row is locked: nobody else arrives, calls or moves anybody meanwhile. */
export type Today = {
  tx: Db
  agency: Agency
  day: LocalDate
  /** Read after the lock, so that steps have the order in which they were done. */
  now: Instant
  row: AgencyDayRow
  room: WaitingRoom
}

/** A member of staff at the window they opened. */
export type Clerk = { staffId: string; windowId: string }

/** Their window, and that they have it open. */
export type AtWindow = { clerk: Clerk; window: WindowRow; shift: ShiftRow }

export type NotAtWindow = { ok: false; reason: 'not-your-window' }

/** How every step is done: in one transaction that first locks the agency's day. */
export function openToday({ database, stores, clock, changes }: AttendancePorts) {
  async function lock(tx: Db, agencyId: string): Promise<Today | null> {
    const agency = await stores.agencies.agency(tx, agencyId)
    if (!agency) return null
    const day = localDateOf(clock.now(), agency.zone)
    const row = await stores.agencyDays.lock(tx, agencyId, day)
    const room = await waitingRoomOf(stores, tx, agencyId)
    return { tx, agency, day, now: clock.now(), row, room }
  }

  async function inDay<T>(tx: Db, agencyId: string, work: (today: Today) => Promise<T>) {
    const today = await lock(tx, agencyId)
    return today && { row: today.row, value: await work(today) }
  }

  /** Tells the agency's live pages after the commit. */
  function told<T>(done: { row: AgencyDayRow; value: T } | null): T | null {
    if (!done) return null
    changes.tell(done.row)
    return done.value
  }

  return {
    /** Does `work` on an agency's day and then tells its live pages; null for an unknown agency. */
    async at<T>(agencyId: string, work: (today: Today) => Promise<T>): Promise<T | null> {
      return told(await database.transaction((tx) => inDay(tx, agencyId, work)))
    },

    /** The same at the agency of a window; null for an unknown window. */
    async ofWindow<T>(
      windowId: string,
      work: (today: Today, window: WindowRow) => Promise<T>,
    ): Promise<T | null> {
      const done = await database.transaction(async (tx) => {
        const window = await stores.windows.find(tx, windowId)
        return window && inDay(tx, window.agencyId, (today) => work(today, window))
      })
      return told(done)
    },

    /** The same for a clerk's step at the window they have open; refused where they have not. */
    async atWindow<T>(
      clerk: Clerk,
      work: (today: Today, at: AtWindow) => Promise<T>,
    ): Promise<T | NotAtWindow> {
      const refused: NotAtWindow = { ok: false, reason: 'not-your-window' }
      const done = await this.ofWindow(clerk.windowId, async (today, window) => {
        const shift = await stores.windows.openAt(today.tx, clerk.windowId)
        return shift?.staffId === clerk.staffId ? work(today, { clerk, window, shift }) : refused
      })
      return done ?? refused
    },
  }
}
