import type { Request } from 'express'
import createError from 'http-errors'
import type { HoursSetting } from '../../agencies/change/rules.ts'
import { isLocalDate } from '../../calendar/dates.ts'
import { intervalText, readIntervals } from '../../calendar/intervalText.ts'
import type { Services } from '../../services.ts'
import { field } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { type ChangeForm, namesOf, type Reading, writerOf } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { type Place, placeOf } from './place.ts'
import { hoursUrl } from './urls.ts'
import type { WeekView } from './viewModels.ts'
import { weekdayName } from './words.ts'

const days = [1, 2, 3, 4, 5, 6, 7]

type Where = {
  place: Place
  /** The agenda whose own week it is; null for the agency's. */
  agendaId: string | null
  /** When the week begins to count: a day, `siempre`, or `nueva` for one that is not there yet. */
  week: string
  /** All weeks of the same owner. */
  rows: HoursSetting[]
}

/** A week of hours, several intervals a day, always or from one day to another. */
export function weekForm(services: Services): ChangeForm<Where> {
  const { adminPages, pages } = services

  async function where(request: Request): Promise<Where> {
    const place = await placeOf(services, request)
    const { week = '', procedure } = request.params
    if (
      typeof week !== 'string' ||
      !(week === 'siempre' || week === 'nueva' || isLocalDate(week))
    ) {
      throw createError(404, 'No such week')
    }
    const agenda = place.rules.agendas.find(({ procedureId }) => procedureId === procedure)
    if (procedure !== undefined && !agenda) throw createError(404, 'No such agenda')
    const agendaId = agenda?.id ?? null
    const rows = place.rules.hours.filter((row) => row.agendaId === agendaId)
    return { place, agendaId, week, rows }
  }

  const keyOf = ({ validFrom }: HoursSetting) => validFrom ?? 'siempre'

  function read(request: Request, { place, agendaId, week, rows }: Where): Reading {
    const others = rows.filter((row) => keyOf(row) !== week)
    const own = (to: Omit<HoursSetting, 'agendaId'>[]): Reading => {
      const plain = to.map(({ weekday, from, to: until, validFrom, validTo }) => {
        return { weekday, from, to: until, validFrom, validTo }
      })
      return { ok: true, change: { kind: 'hours', agencyId: place.agency.id, agendaId, to: plain } }
    }
    if (field(request, 'remove') !== '') return own(others)
    const form = formReader(services, request)
    const validFrom = form.dateIfAny('validFrom')
    const validTo = form.dateIfAny('validTo')
    if (validFrom !== null && validTo !== null && validTo < validFrom)
      form.mistake('validTo', 'backwards')
    if (validTo !== null && validTo < place.today) form.mistake('validTo', 'past')
    if (others.some((row) => row.validFrom === validFrom)) form.mistake('validFrom', 'weekThere')
    const read = days.flatMap((weekday) => {
      const hours = readIntervals(field(request, `day${weekday}`))
      if (!hours.ok) form.mistake(`day${weekday}`, `hours-${hours.reason}`)
      return hours.ok ? hours.intervals.map((one) => ({ ...one, weekday, validFrom, validTo })) : []
    })
    if (form.errors.length === 0 && read.length === 0) form.mistake('day1', 'weekEmpty')
    if (form.errors.length > 0) return { ok: false, errors: form.errors }
    return own([...others, ...read])
  }

  return {
    where,
    read,
    title(request, { week, place }) {
      if (place.rules.hours.length === 0) return pages.text(request, 'hours:week.first')
      return pages.text(request, week === 'nueva' ? 'hours:week.add' : 'hours:week.change')
    },
    doneUrl: ({ place, agendaId }) =>
      hoursUrl(place.agency.id, agendaId === null ? {} : { agenda: agendaId }),
    async show(request, response, at, again) {
      const { place, agendaId, week, rows } = at
      const writer = writerOf(services, request)
      const standing = rows.filter((row) => keyOf(row) === week)
      // A new week starts out as the usual one.
      const usual = rows.filter(({ validFrom }) => validFrom === null)
      const agency = place.rules.hours.filter(
        (row) => row.agendaId === null && row.validFrom === null,
      )
      const shown = standing.length > 0 ? standing : usual.length > 0 ? usual : agency
      const of = (weekday: number) =>
        shown.filter((row) => row.weekday === weekday).sort((a, b) => (a.from < b.from ? -1 : 1))
      const typed = (id: string, otherwise: string) => (again ? field(request, id) : otherwise)
      const names = await namesOf(services, writer)
      const agenda = place.rules.agendas.find(({ id }) => id === agendaId)
      const view: Own<WeekView> = {
        title: this.title(request, at),
        place: { name: place.agency.name, url: this.doneUrl(at) },
        agenda: agenda ? (names.procedures.get(agenda.procedureId) ?? agenda.procedureId) : null,
        values: {
          validFrom: typed('validFrom', standing[0]?.validFrom ?? ''),
          validTo: typed('validTo', standing[0]?.validTo ?? ''),
        },
        days: days.map((weekday) => ({
          id: `day${weekday}`,
          label: weekdayName(weekday, writer.language),
          value: typed(`day${weekday}`, intervalText(of(weekday))),
        })),
        exists: standing.length > 0,
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/week', view, { status: again?.status ?? 200 })
    },
  }
}
