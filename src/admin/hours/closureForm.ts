import type { Request } from 'express'
import createError from 'http-errors'
import { addDays } from '../../calendar/dates.ts'
import { instantAt, localDateOf, startOfDay } from '../../calendar/zonedDay.ts'
import type { Services } from '../../services.ts'
import { time } from '../../web/dates.ts'
import { field, parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import type { ChangeForm, Reading } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { type Place, placeOf } from './place.ts'
import { hoursUrl } from './urls.ts'
import type { ClosureView } from './viewModels.ts'

type Where = { place: Place; id: string; standing: Place['rules']['closures'][number] | null }

/** Nothing is closed for longer in one go: then the agency is taken out of use. */
const mostDays = 400

/** A closure: a day, a range of days, or a window of hours, with the reason the public reads. */
export function closureForm(services: Services): ChangeForm<Where> {
  const { adminPages, clock, database, pages, stores } = services

  async function where(request: Request): Promise<Where> {
    const place = await placeOf(services, request)
    const { closure: id = '' } = request.params
    if (typeof id !== 'string' || !/^[\w-]{1,60}$/.test(id))
      throw createError(404, 'No such closure')
    const owner = await stores.calendar.agencyOfClosure(database.read, id)
    if (owner !== null && owner !== place.agency.id) throw createError(404, 'No such closure')
    const standing = place.rules.closures.find((one) => one.id === id) ?? null
    if (owner !== null && standing === null) throw createError(404, 'A closure of long ago')
    return { place, id, standing }
  }

  function read(request: Request, { place, id }: Where): Reading {
    const { agency, today } = place
    if (field(request, 'remove') !== '') {
      return { ok: true, change: { kind: 'closure', agencyId: agency.id, id, to: null } }
    }
    const form = formReader(services, request)
    const from = form.date('from')
    const lastTyped = form.dateIfAny('to')
    const fromTime = form.timeIfAny('fromTime')
    const toTime = form.timeIfAny('toTime')
    const reason = form.reason()
    if (form.errors.length > 0 || from === null || reason === null) {
      return { ok: false, errors: form.errors }
    }
    const to = lastTyped ?? from
    const start =
      fromTime === null ? startOfDay(from, agency.zone) : instantAt(from, fromTime, agency.zone)
    const end =
      toTime === null || toTime === '24:00'
        ? startOfDay(addDays(to, 1), agency.zone)
        : instantAt(to, toTime, agency.zone)
    if (to < from) form.mistake('to', 'backwards')
    else if (end <= start) form.mistake('toTime', 'backwards')
    else if (to < today || end <= clock.now()) form.mistake('from', 'past')
    else if (to > addDays(from, mostDays)) form.mistake('to', 'tooLong')
    if (form.errors.length > 0) return { ok: false, errors: form.errors }
    const change = {
      kind: 'closure',
      agencyId: agency.id,
      id,
      to: { from: start, to: end, reason },
    } as const
    return { ok: true, change }
  }

  function standingValues({ place, standing }: Where, request: Request): ClosureView['values'] {
    const day = parameter(request, 'dia')
    if (!standing) {
      return { from: day, to: '', fromTime: '', toTime: '', reasonEs: '', reasonEn: '' }
    }
    const { zone } = place.agency
    const first = localDateOf(standing.from, zone)
    const lastMoment = new Date(Date.parse(standing.to) - 1).toISOString()
    const last = localDateOf(lastMoment, zone)
    return {
      from: first,
      to: last === first ? '' : last,
      fromTime: standing.from === startOfDay(first, zone) ? '' : time(standing.from, zone),
      toTime: standing.to === startOfDay(addDays(last, 1), zone) ? '' : time(standing.to, zone),
      reasonEs: standing.reason.es,
      reasonEn: standing.reason.en,
    }
  }

  return {
    where,
    read,
    title: (request, { standing }) =>
      pages.text(request, standing ? 'hours:closure.change' : 'hours:closure.add'),
    doneUrl: ({ place }) => hoursUrl(place.agency.id),
    async show(request, response, at, again) {
      const values = again
        ? {
            from: field(request, 'from'),
            to: field(request, 'to'),
            fromTime: field(request, 'fromTime'),
            toTime: field(request, 'toTime'),
            reasonEs: field(request, 'reasonEs'),
            reasonEn: field(request, 'reasonEn'),
          }
        : standingValues(at, request)
      const view: Own<ClosureView> = {
        title: this.title(request, at),
        place: { name: at.place.agency.name, url: hoursUrl(at.place.agency.id) },
        values,
        exists: at.standing !== null,
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/closure', view, {
        status: again?.status ?? 200,
      })
    },
  }
}
