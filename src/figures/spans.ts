import { mondayOf } from '../calendar/dates.ts'
import type { LocalDate } from '../clock.ts'

/** A stretch of days that figures are kept for, named by its first day. */
export type Span = 'day' | 'week' | 'month' | 'ever'

/** The day that `ever` is kept under. */
export const everSince: LocalDate = '0000-00-00'

/** The longer spans that a day belongs to. */
export function spansOf(day: LocalDate): { span: 'week' | 'month'; from: LocalDate }[] {
  return [
    { span: 'week', from: mondayOf(day) },
    { span: 'month', from: firstOfMonth(day) },
  ]
}

export function firstOfMonth(day: LocalDate): LocalDate {
  return `${day.slice(0, 7)}-01`
}

/** The first day of the month so many months later, or earlier where negative. */
export function monthsLater(day: LocalDate, months: number): LocalDate {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const year = String(Math.floor(index / 12)).padStart(4, '0')
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}-01`
}
