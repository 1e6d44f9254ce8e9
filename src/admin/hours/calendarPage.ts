import type { RequestHandler } from 'express'
import { calendarOf } from '../../agencies/change/rules.ts'
import { addDays, isLocalDate, mondayOf } from '../../calendar/dates.ts'
import { type DayPlan, dayPlan, type WeeklyHours, weekOn } from '../../calendar/openingHours.ts'
import type { LocalDate } from '../../clock.ts'
import { newId } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import { parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { agencyUrl } from '../sections.ts'
import { namesOf, writerOf } from './changeFlow.ts'
import { type Place, placeOf } from './place.ts'
import { toldOf } from './told.ts'
import { hoursUrl, recordUrl } from './urls.ts'
import type { CalendarCell, HoursView } from './viewModels.ts'
import { spanText, validityText, type Writer } from './words.ts'

/** How far ahead and back a month may be looked at. */
const mostDaysAhead = 800
const mostDaysBack = 31

/**
 * The calendar of an agency: each day of a month with its hours and the rule that made them, and below
 * it all that the rules are made of.
 */
export function calendarPage(services: Services): RequestHandler {
  const { adminPages, database, stores } = services

  return async (request, response) => {
    const place = await placeOf(services, request)
    const { agency, rules, today } = place
    const writer = writerOf(services, request)
    const names = await namesOf(services, writer)
    const nameOf = (agendaId: string) => {
      const agenda = rules.agendas.find(({ id }) => id === agendaId)
      return names.procedures.get(agenda?.procedureId ?? '') ?? agendaId
    }
    const asked = parameter(request, 'agenda')
    const agenda = rules.agendas.find(({ id }) => id === asked) ?? null
    const first = firstOfMonth(monthOf(parameter(request, 'mes'), today))
    const next = firstOfMonth(addDays(first, 31))
    const booked = new Map<string, number>()
    for (const row of await stores.taken.booked(
      database.read,
      [agency.id],
      first,
      addDays(next, -1),
    )) {
      if (agenda === null || row.agendaId === agenda.id) {
        booked.set(row.day, (booked.get(row.day) ?? 0) + row.number)
      }
    }
    const staff = knownStaff(request)
    const maySet = may(staff, ['admin', 'supervisor'], agency.id)
    const monthUrl = (day: LocalDate) =>
      hoursUrl(agency.id, { mes: day.slice(0, 7), ...(agenda ? { agenda: agenda.id } : {}) })
    const view: Own<HoursView> = {
      agency: adminPages.agencyTop(request, { ...agency, active: rules.agency.active }),
      zone: agency.zone,
      maySet,
      mayAll: may(staff, 'admin', agency.id),
      month: {
        first,
        previousUrl: first > addDays(today, -mostDaysBack) ? monthUrl(addDays(first, -1)) : null,
        nextUrl: next < addDays(today, mostDaysAhead) ? monthUrl(next) : null,
        weeks: weeksOf(place, agenda?.id ?? null, first, next, booked, maySet, writer),
      },
      agendas: [
        ...(rules.agendas.length > 1 || rules.hours.some(({ agendaId }) => agendaId !== null)
          ? rules.agendas.map(({ id }) => ({
              label: nameOf(id),
              url: hoursUrl(agency.id, { mes: first.slice(0, 7), agenda: id }),
              here: id === agenda?.id,
            }))
          : []),
      ],
      allHere: agenda === null,
      allUrl: hoursUrl(agency.id, { mes: first.slice(0, 7) }),
      weeks: weekRows(place, nameOf, writer),
      // The first week is the usual one: it counts always.
      newWeekUrl: recordUrl(agency.id, 'semanas', rules.hours.length === 0 ? 'siempre' : 'nueva'),
      closures: rules.closures
        .filter(({ to }) => to > services.clock.now())
        .map(({ id, from, to, reason }) => ({
          when: spanText(writer, { from, to }, agency.zone),
          reason: reason[writer.language],
          url: recordUrl(agency.id, 'cierres', id),
        })),
      newClosureUrl: recordUrl(agency.id, 'cierres', newId()),
      exceptions: rules.exceptions
        .filter(({ date }) => date >= today)
        .map(({ date, intervals, reason }) => ({
          date,
          intervals,
          reason: reason[writer.language],
          url: recordUrl(agency.id, 'excepciones', date),
        })),
      exceptionUrl: agencyUrl(agency.id, 'excepciones'),
      tomorrow: addDays(today, 1),
      changesUrl: agencyUrl(agency.id, 'cambios'),
    }
    await adminPages.send(request, response, 'hours/calendar', view, {
      told: toldOf(services, request),
    })
  }
}

/** The weeks of the month from Monday, null for another month's days. */
function weeksOf(
  place: Place,
  agendaId: string | null,
  first: LocalDate,
  next: LocalDate,
  booked: ReadonlyMap<string, number>,
  maySet: boolean,
  { language }: Writer,
): (CalendarCell | null)[][] {
  const { agency, rules, today } = place
  const calendar = calendarOf(rules, agendaId)
  const weeks: (CalendarCell | null)[][] = []
  for (let monday = mondayOf(first); monday < next; monday = addDays(monday, 7)) {
    weeks.push(
      [0, 1, 2, 3, 4, 5, 6].map((n) => {
        const date = addDays(monday, n)
        if (date < first || date >= next) return null
        const plan = dayPlan(calendar, date)
        const own = plan.rule === 'weekly' && isOwn(calendar.weekly, date)
        return {
          date,
          number: Number(date.slice(8)),
          today: date === today,
          past: date < today,
          rule: own ? 'own' : shortened(plan) ? 'closure-part' : plan.rule,
          intervals: plan.intervals,
          reason: plan.reason?.[language] ?? null,
          booked: booked.get(date) ?? 0,
          url: maySet && date >= today ? recordUrl(agency.id, 'excepciones', date) : null,
        }
      }),
    )
  }
  return weeks
}

/** A closure took away some of the hours that another rule made. */
function shortened({ rule, reason }: DayPlan): boolean {
  return rule === 'weekly' && reason !== null
}

function isOwn(weekly: readonly WeeklyHours[], date: LocalDate): boolean {
  return weekOn(weekly, date).some(({ agendaId = null }) => agendaId !== null)
}

/** The weeks there are: the agency's first, the usual one before those of a season. */
function weekRows(
  { agency, rules, today }: Place,
  nameOf: (agendaId: string) => string,
  writer: Writer,
): HoursView['weeks'] {
  const groups = new Map<string, typeof rules.hours>()
  for (const row of rules.hours) {
    const key = `${row.agendaId ?? ''} ${row.validFrom ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, rows]) => {
      const [first] = rows
      if (!first) return []
      const { agendaId, validFrom, validTo } = first
      const procedure = rules.agendas.find(({ id }) => id === agendaId)?.procedureId ?? ''
      const week = validFrom ?? 'siempre'
      const path =
        agendaId === null ? 'semanas' : `agendas/${encodeURIComponent(procedure)}/semanas`
      const byDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
        rows
          .filter((row) => row.weekday === weekday)
          .sort((a, b) => (a.from < b.from ? -1 : 1))
          .map(({ from, to }) => ({ from, to })),
      )
      return [
        {
          agenda: agendaId === null ? null : nameOf(agendaId),
          when: validityText(writer, { validFrom, validTo }),
          over: validTo !== null && validTo < today,
          days: byDay,
          url: recordUrl(agency.id, path, week),
        },
      ]
    })
}

function monthOf(text: string, today: LocalDate): LocalDate {
  const asked = `${text}-01`
  if (!/^\d{4}-\d\d$/.test(text) || !isLocalDate(asked)) return today
  if (asked > addDays(today, mostDaysAhead)) return addDays(today, mostDaysAhead)
  return asked < firstOfMonth(addDays(today, -mostDaysBack)) ? today : asked
}

function firstOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 7)}-01`
}
