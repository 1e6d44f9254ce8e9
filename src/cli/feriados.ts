import { weekdayOf } from '../calendar/dates.ts'
import { nationalRestDays } from '../calendar/holidays.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** The law is of December 2016. */
const firstYear = 2017
/** A year beyond is a slip of the hand. */
const lastYear = 2100

const weekdays = ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom']

/**
 * Prints the national rest days taken off in a year, by the law's rule: a table with the day taken off,
 * the day of the law and the name, or as JSON an array of `{ name, date, observed }`. Decrees are not
 * in it; {@link nationalRestDays} says to which year a moved day belongs. Needs no database.
 */
export function feriados(asked: { year: string; json: boolean }, terminal: Terminal): ExitCode {
  const year = /^\d{4}$/.test(asked.year) ? Number(asked.year) : Number.NaN
  if (!(year >= firstYear && year <= lastYear)) {
    terminal.complain(
      `The year must be from ${firstYear}, when the law of rest days begins, to ${lastYear}, as in "feriados 2027".`,
    )
    return 1
  }
  const days = nationalRestDays(year)
  terminal.say(asked.json ? jsonOf(days) : tableOf(days))
  return 0
}

type RestDays = ReturnType<typeof nationalRestDays>

function jsonOf(days: RestDays): string {
  const plain = days.map(({ name, date, observed }) => ({ name: name.es, date, observed }))
  return JSON.stringify(plain, null, 2)
}

function tableOf(days: RestDays): string {
  const rows = days.map(
    ({ name, date, observed }) => `${named(observed)}  ${named(date)}  ${name.es}`,
  )
  return ['Descanso        Según la ley    Feriado', ...rows].join('\n')
}

function named(date: string): string {
  return `${weekdays[weekdayOf(date) - 1] ?? ''} ${date}`
}
