import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import type { AttendancePorts } from './ports.ts'

/** A call as the waiting room sees and hears it: a ticket and a window, no name. */
export type BoardCall = {
  id: string
  label: string
  windowNumber: number
  toldAt: Instant
  /** Raised by every recall: `id` and `told` name one announcement. */
  told: number
  /** Whether the call is still open. */
  open: boolean
}

/** What the display of an agency shows. */
export type Board = { calls: BoardCall[]; next: string[]; pausedBecause: string | null }

const mostCalls = 12
const mostNext = 6

/** The display's content; null for an unknown agency. */
export function createBoard({ stores, database, clock }: AttendancePorts) {
  return async (agencyId: string): Promise<Board | null> => {
    const db = database.read
    const agency = await stores.agencies.agency(db, agencyId)
    if (!agency) return null
    const day = localDateOf(clock.now(), agency.zone)
    const windows = await stores.windows.ofAgency(db, agencyId)
    const numbers = new Map(windows.map(({ id, number }) => [id, number]))
    const calls: BoardCall[] = []
    for (const call of await stores.calls.lastTold(db, agencyId, day, mostCalls)) {
      const arrival = await stores.arrivals.find(db, call.arrivalId)
      const { id, toldAt, told } = call
      const windowNumber = numbers.get(call.windowId) ?? 0
      const open = call.endedAt === null
      calls.push({ id, label: arrival?.label ?? '', windowNumber, toldAt, told, open })
    }
    const waiting = await stores.arrivals.inOrder(db, agencyId, day, ['waiting'])
    const today = await stores.agencyDays.find(db, agencyId, day)
    return {
      calls,
      next: waiting.slice(0, mostNext).map(({ label }) => label),
      pausedBecause: today?.pausedBecause ?? null,
    }
  }
}
