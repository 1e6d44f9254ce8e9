import { DateTime } from 'luxon'
import type { TimeView } from '../../src/booking/viewModels.ts'
import type { LocalDate, LocalTime } from '../../src/clock.ts'
import type { Language } from '../../src/language.ts'
import type { CalendarDay, HourChoice } from '../../src/seats/viewModels.ts'
import { zone } from './sampleParts.ts'

/** Hours of a day in Guayaquil. */
export function hours(day: LocalDate, times: readonly LocalTime[]): HourChoice[] {
  return times.map((time) => {
    const start = DateTime.fromISO(`${day}T${time}`, { zone }).toUTC().toISO() ?? ''
    return { start, url: `?hora=${start}` }
  })
}

/** November 2026 with one of each kind of day. */
export function sampleMonth(language: Language, selected: LocalDate): TimeView['month'] {
  const first = DateTime.fromISO('2026-11-01', { zone: 'utc' })
  const monday = first.startOf('week')
  const weeks = [0, 1, 2, 3, 4, 5].map((week) =>
    [0, 1, 2, 3, 4, 5, 6].map((day) => {
      const date = monday.plus({ weeks: week, days: day })
      return date.month === 11 ? dayOf(language, date, selected) : null
    }),
  )
  return {
    first: '2026-11-01',
    previousUrl: null,
    nextUrl: '?mes=2026-12',
    weeks: weeks.filter((week) => week.some((day) => day !== null)),
  }
}

/** The week that holds `selected`. */
export function sampleWeek(language: Language, selected: LocalDate): TimeView['week'] {
  const monday = DateTime.fromISO(selected, { zone: 'utc' }).startOf('week')
  return {
    previousUrl: '?dia=2026-11-17',
    nextUrl: '?dia=2026-12-01',
    days: [0, 1, 2, 3, 4, 5, 6].map((day) => dayOf(language, monday.plus({ days: day }), selected)),
  }
}

function dayOf(language: Language, day: DateTime, selected: LocalDate): CalendarDay {
  const date = day.toISODate() ?? ''
  const base = {
    date,
    number: day.day,
    selected: date === selected,
    today: date === '2026-11-23',
    free: 0,
    reason: null,
    url: null,
  }
  if (day.weekday > 5) return { ...base, cause: 'no-hours' }
  if (date < '2026-11-23') return { ...base, cause: 'past' }
  if (date === '2026-11-23') return { ...base, cause: 'too-soon' }
  if (date === '2026-11-25') return { ...base, cause: 'full', url: `?dia=${date}` }
  if (date === '2026-11-26') {
    const reason = language === 'es' ? 'Día de Difuntos' : 'All Souls’ Day'
    return { ...base, cause: 'holiday', reason }
  }
  if (date === '2026-11-30') return { ...base, cause: 'not-released', url: `?dia=${date}` }
  return { ...base, cause: 'free', free: date === selected ? 7 : 1, url: `?dia=${date}` }
}
