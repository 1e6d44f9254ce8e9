import type { Request } from 'express'
import createError from 'http-errors'
import { calendarOf } from '../../agencies/change/rules.ts'
import { addDays, isLocalDate } from '../../calendar/dates.ts'
import { intervalText, readIntervals } from '../../calendar/intervalText.ts'
import { dayPlan } from '../../calendar/openingHours.ts'
import type { LocalDate } from '../../clock.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { longDayName } from '../../web/dates.ts'
import { field } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import type { ChangeForm, Reading } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { type Place, placeOf } from './place.ts'
import { hoursUrl } from './urls.ts'
import type { ExceptionView } from './viewModels.ts'

type Where = {
  place: Place
  date: LocalDate
  standing: Place['rules']['exceptions'][number] | null
}

/** Nobody sets the hours of a day further ahead. */
const mostDaysAhead = 800

/** One day with other hours than the week or a rest day says. */
export function exceptionForm(services: Services): ChangeForm<Where> {
  const { adminPages, pages } = services

  async function where(request: Request): Promise<Where> {
    const place = await placeOf(services, request)
    const { date = '' } = request.params
    if (typeof date !== 'string' || !isLocalDate(date)) throw createError(404, 'No such day')
    if (date > addDays(place.today, mostDaysAhead) || date < addDays(place.today, -40)) {
      throw createError(404, 'Too far away')
    }
    const standing = place.rules.exceptions.find((one) => one.date === date) ?? null
    return { place, date, standing }
  }

  function read(request: Request, { place, date }: Where): Reading {
    const agencyId = place.agency.id
    const form = formReader(services, request)
    if (date < place.today) form.mistake('hours', 'past')
    if (field(request, 'remove') !== '') {
      if (form.errors.length > 0) return { ok: false, errors: form.errors }
      return { ok: true, change: { kind: 'exception', agencyId, date, to: null } }
    }
    const hours = readIntervals(field(request, 'hours'))
    if (!hours.ok) form.mistake('hours', `hours-${hours.reason}`)
    const reason = form.reason()
    if (!hours.ok || reason === null || form.errors.length > 0)
      return { ok: false, errors: form.errors }
    return {
      ok: true,
      change: { kind: 'exception', agencyId, date, to: { intervals: hours.intervals, reason } },
    }
  }

  return {
    where,
    read,
    title: (request, { date }) =>
      pages.text(request, 'hours:exception.title', {
        day: longDayName(date, contextOf(request).language),
      }),
    doneUrl: ({ place, date }) => hoursUrl(place.agency.id, { mes: date.slice(0, 7) }),
    async show(request, response, at, again) {
      const { place, date, standing } = at
      const usual = dayPlan(calendarOf(place.rules, null), date)
      const values = again
        ? {
            hours: field(request, 'hours'),
            reasonEs: field(request, 'reasonEs'),
            reasonEn: field(request, 'reasonEn'),
          }
        : {
            hours: intervalText((standing ?? usual).intervals),
            reasonEs: standing?.reason.es ?? '',
            reasonEn: standing?.reason.en ?? '',
          }
      const view: Own<ExceptionView> = {
        title: this.title(request, at),
        place: {
          name: place.agency.name,
          url: hoursUrl(place.agency.id, { mes: date.slice(0, 7) }),
        },
        values,
        exists: standing !== null,
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/exception', view, {
        status: again?.status ?? 200,
      })
    },
  }
}
