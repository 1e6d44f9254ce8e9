import type { Request } from 'express'
import createError from 'http-errors'
import type { PoolSetting } from '../../agencies/change/rules.ts'
import { readIntervals } from '../../calendar/intervalText.ts'
import type { Services } from '../../services.ts'
import { field } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { type ChangeForm, type Reading, writerOf } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { type Place, placeOf } from './place.ts'
import { capacityUrl } from './urls.ts'
import type { PoolView } from './viewModels.ts'
import { weekdayName } from './words.ts'

/** A day's load counts to 255; a pool of more windows is several. */
const mostSeats = 200
/** So many empty rows stand below those there are. */
const spareBands = 3
const mostBands = 30

type Where = { place: Place; id: string; standing: PoolSetting | null }

/** The windows that serve the same procedures: how many, and at which hours more or fewer. */
export function poolForm(services: Services): ChangeForm<Where> {
  const { adminPages, database, pages, stores } = services

  async function where(request: Request): Promise<Where> {
    const place = await placeOf(services, request)
    const { pool: id = '' } = request.params
    if (typeof id !== 'string' || !/^[\w-]{1,120}$/.test(id)) throw createError(404, 'No such pool')
    const owner = await stores.calendar.agencyOfPool(database.read, id)
    if (owner !== null && owner !== place.agency.id) throw createError(404, 'No such pool')
    return { place, id, standing: place.rules.pools.find((pool) => pool.id === id) ?? null }
  }

  /** How many rows of bands the form has: those that were sent, or those there are and some more. */
  const rowsSent = (request: Request) => {
    const sent = Number(field(request, 'rows'))
    return Number.isInteger(sent) && sent >= 0 && sent <= mostBands ? sent : 0
  }

  function read(request: Request, { place, id }: Where): Reading {
    const form = formReader(services, request)
    const name = form.text('name', 80)
    const seats = form.whole('seats', 0, mostSeats)
    if (name !== null && place.rules.pools.some((pool) => pool.id !== id && pool.name === name)) {
      form.mistake('name', 'nameTaken')
    }
    const bands = Array.from({ length: rowsSent(request) }, (_, n) => n + 1).flatMap((n) => {
      const hours = field(request, `band${n}Hours`)
      if (hours.trim() === '' && field(request, `band${n}Seats`).trim() === '') return []
      const read = readIntervals(hours)
      const [interval] = read.ok ? read.intervals : []
      if (!read.ok || !interval || read.intervals.length > 1) {
        form.mistake(`band${n}Hours`, read.ok ? 'oneInterval' : `hours-${read.reason}`)
      }
      const number = form.whole(`band${n}Seats`, 0, mostSeats)
      const day = field(request, `band${n}Day`)
      const weekday = /^[1-7]$/.test(day) ? Number(day) : null
      return interval && number !== null ? [{ weekday, ...interval, seats: number }] : []
    })
    if (form.errors.length > 0 || name === null || seats === null) {
      return { ok: false, errors: form.errors }
    }
    return {
      ok: true,
      change: { kind: 'pool', agencyId: place.agency.id, id, to: { name, seats, bands } },
    }
  }

  return {
    where,
    read,
    title: (request, { standing }) =>
      pages.text(request, standing ? 'hours:pool.change' : 'hours:pool.add'),
    doneUrl: ({ place }) => capacityUrl(place.agency.id),
    async show(request, response, at, again) {
      const { place, standing } = at
      const { language, t } = writerOf(services, request)
      const bands = standing?.bands ?? []
      const rows = again ? rowsSent(request) : Math.min(bands.length + spareBands, mostBands)
      const typed = (id: string, otherwise: string) => (again ? field(request, id) : otherwise)
      const view: Own<PoolView> = {
        title: this.title(request, at),
        place: { name: place.agency.name, url: capacityUrl(place.agency.id) },
        values: {
          name: typed('name', standing?.name ?? ''),
          seats: typed('seats', standing ? String(standing.seats) : ''),
        },
        rows,
        bands: Array.from({ length: rows }, (_, n) => {
          const band = bands[n]
          return {
            number: n + 1,
            day: typed(`band${n + 1}Day`, band?.weekday ? String(band.weekday) : ''),
            hours: typed(`band${n + 1}Hours`, band ? `${band.from}–${band.to}` : ''),
            seats: typed(`band${n + 1}Seats`, band ? String(band.seats) : ''),
          }
        }),
        weekdays: [
          { value: '', label: t('hours:everyDay') },
          ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({
            value: String(day),
            label: weekdayName(day, language),
          })),
        ],
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/pool', view, { status: again?.status ?? 200 })
    },
  }
}
