import type { Request } from 'express'
import type { Agenda } from '../agencies/agenda.ts'
import type { DayAvailability } from '../calendar/availability.ts'
import { addDays, isLocalDate, mondayOf } from '../calendar/dates.ts'
import type { Slot } from '../calendar/slots.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { Language } from '../language.ts'
import type { Services } from '../services.ts'
import { contextOf } from '../web/context.ts'
import { time } from '../web/dates.ts'
import type { Look } from './hours.ts'
import type { Door } from './ledger.ts'
import type { CalendarDay, CalendarPart, HourChoice } from './viewModels.ts'

/** What the person looks at, and on whose behalf. */
export type CalendarQuery = {
  /** `mes` and `dia` of the query, as they came. */
  month: string
  day: string
  /** The hour chosen so far; its day is opened first. */
  chosen: Instant | null
  /** The hour that was lost, whose neighbours are offered. */
  near: Instant | null
  /** The draft whose own hold does not count; null where there is no hold. */
  ownDraft: string | null
  /** Reception is shown the seats that are kept for it too. */
  door?: Door
}

/** How many parts of one look are kept, each with its page of some 16 kB: the days that people ask for. */
const mostParts = 24

/** How many neighbours of a lost hour are offered. */
const mostNearest = 3

/** The part that many may share, and the days it was made from. */
type Shown = { part: Omit<CalendarPart, 'nearest'>; days: readonly DayAvailability[] }

/** The month, the week and the open day of an agenda, as the time page shows them. */
export function calendarModel({ hours, clock }: Services) {
  const shared = new WeakMap<Look, Map<string, Promise<Shown>>>()

  return async (request: Request, agenda: Agenda, query: CalendarQuery): Promise<CalendarPart> => {
    const { part, days } = await shownTo(contextOf(request).language, agenda, query)
    return { ...part, nearest: query.near ? nearest(days, query.near).map(choiceOf) : [] }
  }

  /** Whoever has no seat that would count sees what the others see, and it is made once. */
  function shownTo(language: Language, agenda: Agenda, query: CalendarQuery): Promise<Shown> {
    const { ownDraft, door } = query
    if (ownDraft !== null) return made(agenda, hours.look(agenda, ownDraft, door), query, language)
    const look = hours.sharedLook(agenda, door)
    const parts = shared.get(look) ?? new Map<string, Promise<Shown>>()
    shared.set(look, parts)
    const key = `${language} ${questionOf(query)}`
    const known = parts.get(key)
    if (known) return known
    const shown = made(agenda, look, query, language)
    if (parts.size >= mostParts) return shown
    parts.set(key, shown)
    // What failed is not kept: the next to ask tries again.
    shown.catch(() => parts.delete(key))
    return shown
  }

  async function made(
    agenda: Agenda,
    look: Look,
    query: CalendarQuery,
    language: Language,
  ): Promise<Shown> {
    const { agency } = agenda
    const { zone } = agency
    const today = localDateOf(clock.now(), zone)
    const last = look.lastDay
    // Mostly the first free hour is in the month that is shown anyway: one reading serves both.
    const guess = spanOf(shownDay(query, zone, null, today))
    await look.days(guess.from, guess.to)
    const first = await look.firstFree()
    const start = shownDay(query, zone, first, today)
    const { month, nextMonth, monday, sunday, from, to } = spanOf(start)
    const days = await look.days(from, to)
    const inMonth = days.filter(({ date }) => date >= month && date < nextMonth)
    const open = openDay(inMonth, query, start)

    const cell = (day: DayAvailability): CalendarDay => ({
      date: day.date,
      number: Number(day.date.slice(8)),
      cause: day.cause,
      free: day.free.length,
      reason:
        day.cause === 'holiday' || day.cause === 'closure'
          ? (day.reason?.[language] ?? null)
          : null,
      url: day.free.length > 0 ? dayUrl(day.date) : null,
      selected: day.date === open?.date,
      today: day.date === today,
    })
    const weekDays = days.filter(({ date }) => date >= monday && date <= sunday)
    const part = {
      agency,
      month: {
        first: month,
        previousUrl: month > firstOfMonth(today) ? monthUrl(addDays(month, -1)) : null,
        nextUrl: nextMonth <= last ? monthUrl(nextMonth) : null,
        weeks: weeksOf(inMonth, month).map((week) => week.map((day) => day && cell(day))),
      },
      week: {
        previousUrl: monday > today ? dayUrl(addDays(monday, -7)) : null,
        nextUrl: addDays(sunday, 1) <= last ? dayUrl(addDays(monday, 7)) : null,
        days: weekDays.map(cell),
      },
      day: open && {
        date: open.date,
        morning: open.free.filter(({ start: at }) => time(at, zone) < '12:00').map(choiceOf),
        afternoon: open.free.filter(({ start: at }) => time(at, zone) >= '12:00').map(choiceOf),
        cause: open.cause,
        reason: open.reason?.[language] ?? null,
        opens: open.opensAt ? { at: open.opensAt, zone } : null,
      },
      firstFree:
        first && !inMonth.some(({ free }) => free.length > 0)
          ? { at: first.start, zone, url: dayUrl(localDateOf(first.start, zone)) }
          : null,
    }
    return { part, days }
  }
}

/** What of a query decides which days are shown: whatever else was typed is the same question. */
function questionOf({ month, day, chosen }: CalendarQuery): string {
  if (isLocalDate(day)) return `day ${day}`
  return isMonth(month) ? `month ${month}` : `chosen ${chosen}`
}

function isMonth(text: string): boolean {
  return /^\d{4}-\d\d$/.test(text) && isLocalDate(`${text}-01`)
}

function choiceOf(slot: Slot): HourChoice {
  return { start: slot.start, url: `?hora=${encodeURIComponent(slot.start)}` }
}

/** The day to open: the one asked for, else the month's, else the chosen hour's, else the first free. */
function shownDay(
  query: CalendarQuery,
  zone: string,
  first: Slot | null,
  today: LocalDate,
): LocalDate {
  if (isLocalDate(query.day)) return within(query.day, today)
  if (isMonth(query.month)) {
    return within(`${query.month}-01`, today)
  }
  if (query.chosen) return within(localDateOf(query.chosen, zone), today)
  return first ? localDateOf(first.start, zone) : today
}

/** The month of a day, and its week, which may reach into another month; from the first to the last. */
function spanOf(day: LocalDate) {
  const month = firstOfMonth(day)
  const nextMonth = firstOfMonth(addDays(month, 31))
  const endOfMonth = addDays(nextMonth, -1)
  const monday = mondayOf(day)
  const sunday = addDays(monday, 6)
  const from = monday < month ? monday : month
  const to = sunday > endOfMonth ? sunday : endOfMonth
  return { month, nextMonth, monday, sunday, from, to }
}

/** Nobody looks a century ahead: what is asked for is kept near today. */
function within(date: LocalDate, today: LocalDate): LocalDate {
  const furthest = addDays(today, 400)
  if (date < firstOfMonth(today)) return today
  return date > furthest ? furthest : date
}

function openDay(
  inMonth: DayAvailability[],
  query: CalendarQuery,
  start: LocalDate,
): DayAvailability | null {
  const asked = inMonth.find(({ date }) => date === start)
  if (isLocalDate(query.day) && asked) return asked
  if (asked && asked.free.length > 0) return asked
  return inMonth.find(({ free }) => free.length > 0) ?? null
}

function nearest(days: readonly DayAvailability[], near: Instant): Slot[] {
  const distance = (slot: Slot) => Math.abs(Date.parse(slot.start) - Date.parse(near))
  return days
    .flatMap(({ free }) => free)
    .filter(({ start }) => start !== near)
    .sort((one, other) => distance(one) - distance(other) || (one.start < other.start ? -1 : 1))
    .slice(0, mostNearest)
    .sort((one, other) => (one.start < other.start ? -1 : 1))
}

function weeksOf(days: DayAvailability[], month: LocalDate): (DayAvailability | null)[][] {
  const weeks: (DayAvailability | null)[][] = []
  for (const day of days) {
    const monday = mondayOf(day.date)
    const index = (Date.parse(monday) - Date.parse(mondayOf(month))) / (7 * 24 * 3_600_000)
    const week = weeks[index] ?? Array<DayAvailability | null>(7).fill(null)
    week[(Date.parse(day.date) - Date.parse(monday)) / (24 * 3_600_000)] = day
    weeks[index] = week
  }
  return weeks
}

// The links lead to the page itself, whichever it is, so that a day's cell is the same for everybody.

function dayUrl(date: LocalDate): string {
  return `?dia=${date}#horas`
}

function monthUrl(date: LocalDate): string {
  return `?mes=${date.slice(0, 7)}`
}

function firstOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 7)}-01`
}
