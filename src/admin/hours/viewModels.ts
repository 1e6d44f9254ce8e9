import type { DayRule, Interval } from '../../calendar/openingHours.ts'
import type { LocalDate } from '../../clock.ts'
import type { Moment, Option } from '../../web/pageModel.ts'
import type { AdminFrame, AgencyTop, WithErrors } from '../viewModels.ts'
import type { Said } from './words.ts'

/** A day of an agency's calendar: its hours, and which rule made them. */
export type CalendarCell = {
  date: LocalDate
  /** 1–31. */
  number: number
  today: boolean
  past: boolean
  /** `own`: an agenda's own week; `closure-part`: the week, less a closure of some hours. */
  rule: DayRule | 'own' | 'closure-part'
  intervals: readonly Interval[]
  reason: string | null
  booked: number
  /** Where its hours are set; null for a day that is over, or for who may not. */
  url: string | null
}

/** `hours/calendar`. */
export type HoursView = AdminFrame & {
  agency: AgencyTop
  zone: string
  /** Whether closures and exceptions may be set; `mayAll`: weeks too. */
  maySet: boolean
  mayAll: boolean
  month: {
    first: LocalDate
    previousUrl: string | null
    nextUrl: string | null
    weeks: readonly (readonly (CalendarCell | null)[])[]
  }
  /** The calendars of single agendas; empty where the agency's says all. */
  agendas: readonly { label: string; url: string; here: boolean }[]
  /** The whole agency's, and whether it is the one that is shown. */
  allUrl: string
  allHere: boolean
  weeks: readonly {
    /** Whose own week it is; null for the agency's. */
    agenda: string | null
    when: string
    over: boolean
    /** Monday first. */
    days: readonly (readonly Interval[])[]
    url: string
  }[]
  newWeekUrl: string
  closures: readonly { when: string; reason: string; url: string }[]
  newClosureUrl: string
  exceptions: readonly {
    date: LocalDate
    intervals: readonly Interval[]
    reason: string
    url: string
  }[]
  /** Where a form by GET asks for the day of an exception. */
  exceptionUrl: string
  tomorrow: LocalDate
  changesUrl: string
}

/** Which page a form belongs to. */
type Home = { title: string; place: { name: string; url: string } }

/** `hours/closure`. */
export type ClosureView = AdminFrame &
  WithErrors &
  Home & {
    values: {
      from: string
      to: string
      fromTime: string
      toTime: string
      reasonEs: string
      reasonEn: string
    }
    exists: boolean
  }

/** `hours/exception`. */
export type ExceptionView = AdminFrame &
  WithErrors &
  Home & { values: { hours: string; reasonEs: string; reasonEn: string }; exists: boolean }

/** `hours/week`. */
export type WeekView = AdminFrame &
  WithErrors &
  Home & {
    /** Whose own week it is; null for the agency's. */
    agenda: string | null
    values: { validFrom: string; validTo: string }
    days: readonly { id: string; label: string; value: string }[]
    exists: boolean
  }

/** `hours/capacity`. */
export type CapacityView = AdminFrame & {
  agency: AgencyTop
  maySet: boolean
  pools: readonly {
    name: string
    seats: number
    bands: readonly string[]
    url: string
    agendas: readonly {
      name: string
      minutes: number
      kept: number
      release: string
      active: boolean
      url: string
      hoursUrl: string
    }[]
  }[]
  newPoolUrl: string
  /** Procedures that are not done here yet. */
  newAgendas: readonly { name: string; url: string }[]
  changesUrl: string
}

/** `hours/pool`. */
export type PoolView = AdminFrame &
  WithErrors &
  Home & {
    values: { name: string; seats: string }
    /** How many rows of bands the form has. */
    rows: number
    bands: readonly { number: number; day: string; hours: string; seats: string }[]
    weekdays: readonly Option[]
  }

/** `hours/agenda`. */
export type AgendaView = AdminFrame &
  WithErrors &
  Home & {
    procedure: string
    values: {
      pool: string
      slotMinutes: string
      keptSeats: string
      leadMinutes: string
      release: string
      horizonDays: string
      weekday: string
      time: string
      weeksAhead: string
      active: string
    }
    pools: readonly Option[]
    weekdays: readonly Option[]
    exists: boolean
    /** Where its own weeks begin; null while it is not there. */
    ownWeekUrl: string | null
  }

/** `hours/changes`. */
export type ChangesView = AdminFrame & {
  agency: AgencyTop
  backUrl: string
  entries: readonly {
    at: Moment
    who: string
    what: string
    before: readonly Said[]
    after: readonly Said[]
    /** Where it is taken back; null where it cannot be, or not by whom who looks. */
    undoUrl: string | null
  }[]
}

type HolidayRow = {
  date: LocalDate
  name: string
  /** The canton or province; null for the country. */
  where: string | null
  /** The day the law names, where the rest day is another. */
  moved: LocalDate | null
  state: 'proposed' | 'confirmed' | 'removed'
  origin: string
  url: string | null
}

/** `hours/holidays`. */
export type HolidaysView = AdminFrame & {
  year: number
  maySet: boolean
  previousUrl: string | null
  nextUrl: string | null
  national: readonly HolidayRow[]
  local: readonly HolidayRow[]
  removed: readonly HolidayRow[]
  /** How many of the law's the year has not. */
  missing: number
  newUrl: string
  fillUrl: string
}

/** `hours/holiday`. */
export type HolidayView = AdminFrame &
  WithErrors & {
    title: string
    backUrl: string
    values: { date: string; nameEs: string; nameEn: string; area: string }
    areas: readonly Option[]
    /** Null for one that is not there yet. */
    state: 'proposed' | 'confirmed' | 'removed' | null
    lawDate: LocalDate | null
  }
