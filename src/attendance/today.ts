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
export function openToday(ports: AttendancePorts) {
  const { database, stores, clock, changes } = ports

  async function lock(tx: Db, agencyId: string): Promise<Today | null> {
    const agency = await stores.agencies.agency(tx, agencyId)
    if (!agency) return null
    const day = localDateOf(clock.now(), agency.zone)
    const row = await stores.agencyDays.lock(tx, agencyId, day)
    const room = await waitingRoomOf(stores, tx, agencyId)
    return { tx, agency, day, now: clock.now(), row, room }
  }

  return {
    /** Does `work` on an agency's day and then tells its live pages; null for an unknown agency. */
    async at<T>(agencyId: string, work: (today: Today) => Promise<T>): Promise<T | null> {
      const result = await database.transaction(async (tx) => {
        const today = await lock(tx, agencyId)
        return today && { value: await work(today) }
      })
      if (!result) return null
      changes.tell(agencyId)
      return result.value
    },

    /** The same for a clerk's step at the window they have open; refused where they have not. */
    async atWindow<T>(
      clerk: Clerk,
      work: (today: Today, at: AtWindow) => Promise<T>,
    ): Promise<T | NotAtWindow> {
      const refused: NotAtWindow = { ok: false, reason: 'not-your-window' }
      // Read outside: a window never changes its agency.
      const known = await stores.windows.find(database.read, clerk.windowId)
      if (!known) return refused
      const done = await this.at(known.agencyId, async (today) => {
        const window = await stores.windows.find(today.tx, clerk.windowId)
        const shift = await stores.windows.openAt(today.tx, clerk.windowId)
        if (!window || shift?.staffId !== clerk.staffId) return refused
        return work(today, { clerk, window, shift })
      })
      return done ?? refused
    },
  }
}

export type OpenToday = ReturnType<typeof openToday>
