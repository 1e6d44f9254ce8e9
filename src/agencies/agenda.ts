import type { CapacityBand } from '../calendar/capacity.ts'
import type { CalendarRules } from '../calendar/openingHours.ts'
import type { ReleaseRule } from '../calendar/release.ts'
import type { Agency } from './agency.ts'

/** One procedure at one agency: the pool whose windows serve it, and how its hours are cut. */
export type Agenda = {
  id: string
  poolId: string
  procedureId: string
  slotMinutes: number
  release: ReleaseRule
  /** So many of the pool's seats are left to reception: online booking never takes the last ones. */
  keptSeats: number
  /** The pool's windows, and their number by hour where it differs. */
  seats: number
  bands: CapacityBand[]
  agency: Agency
}

/** What decides an agenda's hours: the agency's, or its own where it has some. */
export type AgendaCalendar = CalendarRules
