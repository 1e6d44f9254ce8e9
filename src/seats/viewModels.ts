import type { DayCause } from '../calendar/availability.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { Moment } from '../web/pageModel.ts'

/** A day of the calendar. */
export type CalendarDay = {
  date: LocalDate
  /** 1–31. */
  number: number
  cause: DayCause
  /** How many hours can be booked. */
  free: number
  /** The holiday's name, or why the agency is closed; null otherwise. */
  reason: string | null
  /** `?dia=…` for a day whose hours can be looked at; null where there are none. */
  url: string | null
  selected: boolean
  today: boolean
}

/** An hour one can take: `url` is `?hora=<instant>`, the confirmation without script. */
export type HourChoice = { start: Instant; url: string }

/** A month, a week and a day of an agenda, as any page shows them on which an hour is chosen. */
export type CalendarPart = {
  agency: { name: string; address: string; zone: string; demonstration: boolean }
  /** The nearest free hours to the one that was lost; empty where nothing was. */
  nearest: readonly HourChoice[]
  /** Months by the first of the month; the weeks start on Monday, null is another month's day. */
  month: {
    first: LocalDate
    previousUrl: string | null
    nextUrl: string | null
    weeks: readonly (readonly (CalendarDay | null)[])[]
  }
  /** The week of the open day, for narrow screens: seven days, of two months perhaps. */
  week: { previousUrl: string | null; nextUrl: string | null; days: readonly CalendarDay[] }
  /** The day that is open, with its hours; null where the month has none to show. */
  day: {
    date: LocalDate
    morning: readonly HourChoice[]
    afternoon: readonly HourChoice[]
    /** Why it has no hours; `free` when it has. */
    cause: DayCause
    reason: string | null
    opens: Moment | null
  } | null
  /** The first free day, where the month shown has none; null otherwise. */
  firstFree: (Moment & { url: string }) | null
}
