import type { Request } from 'express'
import createError from 'http-errors'
import type { Agency } from '../../agencies/agency.ts'
import type { AgencyRules } from '../../agencies/change/rules.ts'
import { addDays } from '../../calendar/dates.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { LocalDate } from '../../clock.ts'
import type { Services } from '../../services.ts'

/** The agency a page is about: what it is called, what decides its hours, and which day it is there. */
export type Place = { agency: Agency; rules: AgencyRules; today: LocalDate }

/** How far back closures and exceptions are still shown. */
const daysBack = 40

/** The agency that the path names; 404 where there is none. */
export async function placeOf(services: Services, request: Request): Promise<Place> {
  const { clock, database, stores } = services
  const { agency: id = '' } = request.params
  const db = database.read
  const agency = typeof id === 'string' ? await stores.agencies.agency(db, id) : null
  if (!agency) throw createError(404, 'No such agency')
  const today = localDateOf(clock.now(), agency.zone)
  const [rules] = await stores.calendar.rules(db, [agency.id], addDays(today, -daysBack))
  if (!rules) throw createError(404, 'No such agency')
  return { agency, rules, today }
}
