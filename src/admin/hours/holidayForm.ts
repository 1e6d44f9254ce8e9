import type { Request } from 'express'
import createError from 'http-errors'
import type { HolidaySetting } from '../../agencies/change/rules.ts'
import { addDays } from '../../calendar/dates.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Services } from '../../services.ts'
import { field, parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import type { ChangeForm, Reading } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { holidaysUrl } from './urls.ts'
import type { HolidayView } from './viewModels.ts'

/** The country's clock decides which day it is for a rest day. */
const zone = 'America/Guayaquil'
const mostDaysAhead = 1600

type Where = { place: null; id: string; standing: HolidaySetting | null; year: number }

/** A rest day: confirmed, moved, removed or brought back; or one that a decree adds. */
export function holidayForm(services: Services): ChangeForm<Where> {
  const { adminPages, clock, database, pages, stores } = services
  const today = () => localDateOf(clock.now(), zone)

  async function where(request: Request): Promise<Where> {
    const { holiday: id = '' } = request.params
    if (typeof id !== 'string' || id.length > 200 || id === '')
      throw createError(404, 'No such day')
    const standing = await stores.calendar.holiday(database.read, id)
    const year = Number((standing?.date ?? today()).slice(0, 4))
    return { place: null, id, standing, year }
  }

  async function read(request: Request, { id, standing }: Where): Promise<Reading> {
    const act = field(request, 'act')
    if (standing && act === 'remove') return becomes(id, { ...standing, state: 'removed' })
    if (standing && act === 'restore') return becomes(id, { ...standing, state: 'confirmed' })
    const form = formReader(services, request)
    const date = form.date('date')
    const es = form.text('nameEs', 100)
    const en = form.text('nameEn', 100)
    if (date !== null && date > addDays(today(), mostDaysAhead)) form.mistake('date', 'tooFar')
    if (date !== null && date < today() && date !== standing?.date) form.mistake('date', 'past')
    const area = await areaOf(request, form)
    if (form.errors.length > 0 || date === null || es === null || en === null || area === null) {
      return { ok: false, errors: form.errors }
    }
    return becomes(id, {
      date,
      name: { es, en },
      ...area,
      lawDate: standing?.lawDate ?? null,
      state: 'confirmed',
      origin: standing?.origin ?? 'decree',
    })
  }

  /** Where it counts: the country, a province by its code, or a canton as `code canton`. */
  async function areaOf(
    request: Request,
    form: ReturnType<typeof formReader>,
  ): Promise<Pick<HolidaySetting, 'scope' | 'provinceCode' | 'canton'> | null> {
    const area = field(request, 'area')
    if (area === 'national') return { scope: 'national', provinceCode: null, canton: null }
    const known = await areas()
    if (!known.some(({ value }) => value === area)) return form.mistake('area', 'missing')
    const [, provinceCode = '', canton = null] = /^(\d\d)(?: (.+))?$/.exec(area) ?? []
    return { scope: canton === null ? 'province' : 'canton', provinceCode, canton }
  }

  /** The provinces, and the cantons that have an agency. */
  async function areas() {
    const places = await stores.calendar.places(database.read)
    const provinces = await stores.agencies.provinces(database.read)
    return provinces.flatMap(({ code, name }) => {
      const cantons = places.filter(({ provinceCode }) => provinceCode === code)
      const names = [...new Set(cantons.map(({ canton }) => canton))].sort()
      return [
        { value: code, label: name },
        ...names.map((canton) => ({ value: `${code} ${canton}`, label: `${name}: ${canton}` })),
      ]
    })
  }

  return {
    where,
    read,
    title: (request, { standing }) =>
      pages.text(request, standing ? 'hours:holiday.change' : 'hours:holiday.add'),
    doneUrl: ({ year }) => holidaysUrl(year),
    async show(request, response, at, again) {
      const { standing, year } = at
      const own =
        standing === null
          ? { date: parameter(request, 'dia'), nameEs: '', nameEn: '', area: 'national' }
          : {
              date: standing.date,
              nameEs: standing.name.es,
              nameEn: standing.name.en,
              area: areaText(standing),
            }
      const values = again
        ? {
            date: field(request, 'date'),
            nameEs: field(request, 'nameEs'),
            nameEn: field(request, 'nameEn'),
            area: field(request, 'area'),
          }
        : own
      const view: Own<HolidayView> = {
        title: this.title(request, at),
        backUrl: holidaysUrl(year),
        values,
        areas: [
          { value: 'national', label: pages.text(request, 'hours:holiday.scopes.national') },
          ...(await areas()),
        ],
        state: standing?.state ?? null,
        lawDate: standing?.lawDate ?? null,
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/holiday', view, {
        status: again?.status ?? 200,
      })
    },
  }
}

function areaText({ scope, provinceCode, canton }: HolidaySetting): string {
  if (scope === 'national') return 'national'
  return scope === 'province' ? (provinceCode ?? '') : `${provinceCode} ${canton}`
}

function becomes(id: string, to: Omit<HolidaySetting, 'id'>): Reading {
  const { date, name, scope, provinceCode, canton, lawDate, state, origin } = to
  const value = { date, name, scope, provinceCode, canton, lawDate, state, origin }
  return { ok: true, change: { kind: 'holidays', to: [{ id, to: value }] } }
}
