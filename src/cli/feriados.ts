import { weekdayOf } from '../calendar/dates.ts'
import { nationalRestDays } from '../calendar/holidays.ts'

const weekdays = ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom']

/**
 * The national rest days taken off in `year`, by the law's rule, ready to print: a table with the day
 * taken off, the day of the law and the name, or as JSON an array of `{ name, date, observed }`.
 * Decrees are not in it; {@link nationalRestDays} says to which year a moved day belongs. `year` has
 * four digits: the caller checks.
 */
export function feriados(year: number, json: boolean): string {
  const days = nationalRestDays(year)
  if (json) {
    const plain = days.map(({ name, date, observed }) => ({ name: name.es, date, observed }))
    return JSON.stringify(plain, null, 2)
  }
  const rows = days.map(
    ({ name, date, observed }) => `${named(observed)}  ${named(date)}  ${name.es}`,
  )
  return ['Descanso        Según la ley    Feriado', ...rows].join('\n')
}

function named(date: string): string {
  return `${weekdays[weekdayOf(date) - 1] ?? ''} ${date}`
}
