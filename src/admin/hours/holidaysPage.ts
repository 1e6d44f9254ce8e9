import type { RequestHandler } from 'express'
import type { HolidaySetting } from '../../agencies/change/rules.ts'
import { nationalRestDays } from '../../calendar/holidays.ts'
import { newId } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { field, parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { type ChangeForm, changeFlow, writerOf } from './changeFlow.ts'
import { holidaysUrl, holidayUrl } from './urls.ts'
import type { HolidaysView } from './viewModels.ts'

/** The law of transfers holds from 2017 on; nobody plans further ahead than this. */
const firstYear = 2017
const yearsAhead = 4

type Where = { place: null; year: number }

/** The rest days of a year, and filling a year in by the law's rule. */
export function holidaysPage(services: Services) {
  const { adminPages, clock, database, pages, stores } = services

  const thisYear = () => Number(clock.now().slice(0, 4))
  const yearOf = (text: string): number => {
    const year = /^\d{4}$/.test(text) ? Number(text) : thisYear()
    return year >= firstYear && year <= thisYear() + yearsAhead ? year : thisYear()
  }

  const list: RequestHandler = async (request, response) => {
    const { language, t } = writerOf(services, request)
    const year = yearOf(parameter(request, 'anio'))
    const all = await ofYear(year)
    const provinces = new Map(
      (await stores.agencies.provinces(database.read)).map(({ code, name }) => [code, name]),
    )
    const maySet = knownStaff(request).roles.some(({ role }) => role === 'admin')
    const row = (holiday: HolidaySetting) => ({
      date: holiday.date,
      name: holiday.name[language],
      where:
        holiday.scope === 'national'
          ? null
          : [holiday.canton, provinces.get(holiday.provinceCode ?? '')].filter(Boolean).join(', '),
      moved: holiday.lawDate !== null && holiday.lawDate !== holiday.date ? holiday.lawDate : null,
      state: holiday.state,
      origin: t(`hours:holiday.origins.${holiday.origin}`),
      url: maySet ? holidayUrl(holiday.id) : null,
    })
    const counting = all.filter(({ state }) => state !== 'removed')
    const view: Own<HolidaysView> = {
      year,
      maySet,
      previousUrl: year > firstYear ? holidaysUrl(year - 1) : null,
      nextUrl: year < thisYear() + yearsAhead ? holidaysUrl(year + 1) : null,
      national: counting.filter(({ scope }) => scope === 'national').map(row),
      local: counting.filter(({ scope }) => scope !== 'national').map(row),
      removed: all.filter(({ state }) => state === 'removed').map(row),
      missing: missingOf(year, all).length,
      newUrl: holidayUrl(newId()),
      fillUrl: '/admin/feriados/llenar',
    }
    await adminPages.send(request, response, 'hours/holidays', view)
  }

  const fill: ChangeForm<Where> = {
    where: async (request) => ({ place: null, year: yearOf(field(request, 'year')) }),
    async read(_request, { year }) {
      const missing = missingOf(year, await ofYear(year))
      return { ok: true, change: { kind: 'holidays', to: missing } }
    },
    title: (request, { year }) => pages.text(request, 'hours:holiday.fillTitle', { year }),
    doneUrl: ({ year }) => holidaysUrl(year),
    async show(_request, response, { year }) {
      response.redirect(303, holidaysUrl(year))
    },
  }

  const ofYear = (year: number) =>
    stores.calendar.holidays(database.read, `${year}-01-01`, `${year}-12-31`)

  return { list, fill: changeFlow(services, fill).change }
}

/**
 * What the law's rule has and the calendar has not: a rest day is known by its name and the day the law
 * names or, where it was brought in by file, by the day it is observed. What was removed stays removed.
 */
function missingOf(year: number, known: readonly HolidaySetting[]) {
  const national = known.filter(({ scope }) => scope === 'national')
  return nationalRestDays(year)
    .filter(
      ({ name, date, observed }) =>
        !national.some(
          (one) =>
            one.id === lawId(date, name.es) ||
            (one.date === observed && (one.origin === 'import' || one.name.es === name.es)),
        ),
    )
    .map(({ name, date, observed }) => ({
      id: lawId(date, name.es),
      to: {
        date: observed,
        name,
        scope: 'national' as const,
        provinceCode: null,
        canton: null,
        lawDate: date,
        state: 'proposed' as const,
        origin: 'law' as const,
      },
    }))
}

function lawId(date: string, name: string): string {
  return `law-${date}-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
}
