import type { CapacityBand } from '../../calendar/capacity.ts'
import type {
  CalendarRules,
  Closure,
  DayException,
  WeeklyHours,
} from '../../calendar/openingHours.ts'
import type { ReleaseRule } from '../../calendar/release.ts'
import type { LocalDate } from '../../clock.ts'
import type { Localized } from '../../language.ts'

/** What decides an agency's hours and capacity, as far as hours are counted: no names, no address. */
export type AgencyRules = {
  agency: {
    id: string
    zone: string
    active: boolean
    provinceCode: string
    canton: string
  }
  pools: PoolSetting[]
  agendas: AgendaSetting[]
  hours: HoursSetting[]
  exceptions: DayException[]
  closures: (Closure & { id: string })[]
  /** Those of its country, province and canton that count. */
  holidays: HolidaySetting[]
}

/** The windows that serve the same procedures, with their capacity by hour. */
export type PoolSetting = { id: string; name: string; seats: number; bands: CapacityBand[] }

/** One procedure at an agency, in use or not. */
export type AgendaSetting = {
  id: string
  poolId: string
  procedureId: string
  slotMinutes: number
  release: ReleaseRule
  keptSeats: number
  active: boolean
}

/** Hours of one weekday; of the agency where `agendaId` is null. */
export type HoursSetting = WeeklyHours & { agendaId: string | null }

/** A rest day, as observed. */
export type HolidaySetting = {
  id: string
  date: LocalDate
  name: Localized
  scope: 'national' | 'province' | 'canton'
  provinceCode: string | null
  canton: string | null
  lawDate: LocalDate | null
  state: 'proposed' | 'confirmed' | 'removed'
  origin: 'import' | 'law' | 'decree'
}

/** Whether a rest day counts at an agency. */
export function countsAt(holiday: HolidaySetting, agency: AgencyRules['agency']): boolean {
  if (holiday.state === 'removed') return false
  if (holiday.scope === 'national') return true
  if (holiday.provinceCode !== agency.provinceCode) return false
  return holiday.scope === 'province' || holiday.canton === agency.canton
}

/** What decides the hours of one agenda of an agency; of the agency itself where it is null. */
export function calendarOf(rules: AgencyRules, agendaId: string | null): CalendarRules {
  return {
    zone: rules.agency.zone,
    weekly: rules.hours.filter((row) => row.agendaId === null || row.agendaId === agendaId),
    exceptions: rules.exceptions,
    restDays: rules.holidays,
    closures: rules.closures,
  }
}
