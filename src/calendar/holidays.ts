import { DateTime } from 'luxon'
import type { LocalDate } from '../clock.ts'
import type { Localized } from '../language.ts'
import { addDays, weekdayOf } from './dates.ts'

/** A public holiday: the `date` the law names and the day on which it is `observed`, that is, taken off. */
export type RestDay = { name: Localized; date: LocalDate; observed: LocalDate }

/** How far a single holiday moves, Monday first: Tuesday back to Monday, midweek on to Friday, weekend to its edge. */
const moves = [0, -1, 2, 1, 0, -1, 1]

/** The two holidays that never move within the week move off a weekend all the same. */
const weekendMoves = [0, 0, 0, 0, 0, -1, 1]

/** How far the first and the second of two consecutive holidays move, by the weekday of the first. */
const pairMoves = [
  { first: 0, second: 0 },
  { first: 0, second: -2 },
  { first: 2, second: 0 },
  { first: 0, second: 0 },
  { first: 0, second: -2 },
  { first: -1, second: 1 },
  { first: 2, second: 0 },
]

/**
 * The day on which a holiday of `date` is taken off under the Ley Orgánica Reformatoria a la LOSEP y
 * al Código del Trabajo of December 2016, whose rule national and local holidays share. Where the day
 * before or after is a holiday of the same calendar, give it as `neighbour`: the law moves such
 * pairs together. (1 January, 25 December and Carnival have exceptions that only
 * {@link nationalRestDays} applies.)
 */
export function observedDate(date: LocalDate, neighbour?: LocalDate): LocalDate {
  if (neighbour === addDays(date, 1)) {
    return addDays(date, pairMoves[weekdayOf(date) - 1]?.first ?? 0)
  }
  if (neighbour === addDays(date, -1)) {
    return addDays(date, pairMoves[weekdayOf(neighbour) - 1]?.second ?? 0)
  }
  return addDays(date, moves[weekdayOf(date) - 1] ?? 0)
}

/**
 * The national rest days that are taken off in `year`, in order of the day taken off. They are the
 * law's eleven, counted in the year in which people stay at home: 1 January 2028 is a Saturday, is
 * taken on Friday 31 December 2027 and belongs to 2027, which so has twelve, and 2028 ten.
 * Days added by decree are not in the law and so not here. The law holds from 2017 on.
 */
export function nationalRestDays(year: number): RestDay[] {
  return [...holidaysOfLaw(year), ...holidaysOfLaw(year + 1)]
    .filter(({ observed }) => Number(observed.slice(0, 4)) === year)
    .sort((one, other) => (one.observed < other.observed ? -1 : 1))
}

function holidaysOfLaw(year: number): RestDay[] {
  const easter = easterSunday(year)
  const dead = `${year}-11-02`
  const cuenca = `${year}-11-03`
  return [
    onlyOffWeekends('Año Nuevo', "New Year's Day", `${year}-01-01`),
    fixed('Carnaval (lunes)', 'Carnival (Monday)', addDays(easter, -48)),
    fixed('Carnaval (martes)', 'Carnival (Tuesday)', addDays(easter, -47)),
    fixed('Viernes Santo', 'Good Friday', addDays(easter, -2)),
    moving('Día del Trabajo', 'Labour Day', `${year}-05-01`),
    moving('Batalla de Pichincha', 'Battle of Pichincha', `${year}-05-24`),
    moving('Primer Grito de Independencia', 'First Cry of Independence', `${year}-08-10`),
    moving('Independencia de Guayaquil', 'Independence of Guayaquil', `${year}-10-09`),
    moving('Día de los Difuntos', "All Souls' Day", dead, cuenca),
    moving('Independencia de Cuenca', 'Independence of Cuenca', cuenca, dead),
    onlyOffWeekends('Navidad', 'Christmas Day', `${year}-12-25`),
  ]
}

function moving(es: string, en: string, date: LocalDate, neighbour?: LocalDate): RestDay {
  return { name: { es, en }, date, observed: observedDate(date, neighbour) }
}

function onlyOffWeekends(es: string, en: string, date: LocalDate): RestDay {
  return { name: { es, en }, date, observed: addDays(date, weekendMoves[weekdayOf(date) - 1] ?? 0) }
}

function fixed(es: string, en: string, date: LocalDate): RestDay {
  return { name: { es, en }, date, observed: date }
}

/**
 * Easter Sunday: the first Sunday after the church's full moon, which falls on or after 21 March.
 * `epact` is the moon's age on 1 January by the Gregorian tables, with their corrections for leap
 * days dropped (`solar`) and for the moon's own drift (`lunar`).
 */
function easterSunday(year: number): LocalDate {
  const century = Math.floor(year / 100) + 1
  const golden = (year % 19) + 1
  const solar = Math.floor((3 * century) / 4) - 12
  const lunar = Math.floor((8 * century + 5) / 25) - 5
  const age = (11 * golden + 20 + lunar - solar) % 30
  const epact = age === 24 || (age === 25 && golden > 11) ? age + 1 : age
  const moon = DateTime.utc(year, 3, 21).plus({ days: (53 - epact) % 30 })
  return moon.plus({ days: 7 - (moon.weekday % 7) }).toFormat('yyyy-MM-dd')
}
