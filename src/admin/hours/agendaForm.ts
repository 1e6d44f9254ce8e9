import type { Request } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import type { AgendaSetting } from '../../agencies/change/rules.ts'
import type { Procedure } from '../../agencies/procedure.ts'
import { isSlotLength } from '../../calendar/slots.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { type ChangeForm, type Reading, writerOf } from './changeFlow.ts'
import { formReader } from './formText.ts'
import { type Place, placeOf } from './place.ts'
import { capacityUrl, recordUrl } from './urls.ts'
import type { AgendaView } from './viewModels.ts'
import { weekdayName } from './words.ts'

type Where = { place: Place; procedure: Procedure; standing: AgendaSetting | null }

/** One procedure at an agency: its windows, its slots, and when its turnos can be booked. */
export function agendaForm(services: Services): ChangeForm<Where> {
  const { adminPages, database, pages, stores } = services

  async function where(request: Request): Promise<Where> {
    const place = await placeOf(services, request)
    const { procedure: id = '' } = request.params
    const procedure =
      typeof id === 'string' ? await stores.agencies.procedure(database.read, id) : null
    if (!procedure) throw createError(404, 'No such procedure')
    const standing = place.rules.agendas.find((one) => one.procedureId === procedure.id) ?? null
    return { place, procedure, standing }
  }

  function read(request: Request, { place, procedure, standing }: Where): Reading {
    const form = formReader(services, request)
    const poolId = field(request, 'pool')
    if (!place.rules.pools.some(({ id }) => id === poolId)) form.mistake('pool', 'poolMissing')
    const slotMinutes = form.whole('slotMinutes', 5, 480)
    if (slotMinutes !== null && !isSlotLength(slotMinutes)) form.mistake('slotMinutes', 'fives')
    const keptSeats = form.whole('keptSeats', 0, 200)
    const leadMinutes = form.whole('leadMinutes', 0, 43_200)
    const release = readRelease(request, form, leadMinutes ?? 0)
    if (form.errors.length > 0 || slotMinutes === null || keptSeats === null || release === null) {
      return { ok: false, errors: form.errors }
    }
    const agencyId = place.agency.id
    const to = {
      poolId,
      procedureId: procedure.id,
      slotMinutes,
      release,
      keptSeats,
      active: field(request, 'active') === 'yes',
    }
    const id = standing?.id ?? `${agencyId}--${procedure.id}`
    return { ok: true, change: { kind: 'agenda', agencyId, id, to } }
  }

  function readRelease(
    request: Request,
    form: ReturnType<typeof formReader>,
    leadMinutes: number,
  ): Agenda['release'] | null {
    const kind = field(request, 'release')
    if (kind === 'rolling') {
      const horizonDays = form.whole('horizonDays', 0, 366)
      return horizonDays === null ? null : { kind, leadMinutes, horizonDays }
    }
    if (kind !== 'weekly') return form.mistake('release', 'releaseMissing')
    const day = form.whole('weekday', 1, 7)
    const time = form.timeIfAny('time')
    if (time === null && field(request, 'time').trim() === '') form.mistake('time', 'missing')
    const weeksAhead = form.whole('weeksAhead', 0, 52)
    if (day === null || time === null || weeksAhead === null) return null
    return { kind, leadMinutes, weekday: day, time, weeksAhead }
  }

  function valuesOf(standing: AgendaSetting | null, procedure: Procedure): AgendaView['values'] {
    const release = standing?.release ?? { kind: 'rolling', leadMinutes: 120, horizonDays: 30 }
    const minutes = standing?.slotMinutes ?? Math.ceil(procedure.details.minutesAtWindow / 5) * 5
    return {
      pool: standing?.poolId ?? '',
      slotMinutes: String(minutes),
      keptSeats: String(standing?.keptSeats ?? 0),
      leadMinutes: String(release.leadMinutes),
      release: release.kind,
      horizonDays: release.kind === 'rolling' ? String(release.horizonDays) : '',
      weekday: release.kind === 'weekly' ? String(release.weekday) : '1',
      time: release.kind === 'weekly' ? release.time : '',
      weeksAhead: release.kind === 'weekly' ? String(release.weeksAhead) : '',
      active: (standing?.active ?? true) ? 'yes' : '',
    }
  }

  return {
    where,
    read,
    title: (request, { standing }) =>
      pages.text(request, standing ? 'hours:agenda.change' : 'hours:agenda.add'),
    doneUrl: ({ place }) => capacityUrl(place.agency.id),
    async show(request, response, at, again) {
      const { place, procedure, standing } = at
      const { language } = writerOf(services, request)
      const known = valuesOf(standing, procedure)
      const pools = place.rules.pools.map(({ id, name }) => ({ value: id, label: name }))
      const only = pools.length === 1 && known.pool === '' ? (pools[0]?.value ?? '') : known.pool
      const values = again
        ? {
            pool: field(request, 'pool'),
            slotMinutes: field(request, 'slotMinutes'),
            keptSeats: field(request, 'keptSeats'),
            leadMinutes: field(request, 'leadMinutes'),
            release: field(request, 'release'),
            horizonDays: field(request, 'horizonDays'),
            weekday: field(request, 'weekday'),
            time: field(request, 'time'),
            weeksAhead: field(request, 'weeksAhead'),
            active: field(request, 'active'),
          }
        : { ...known, pool: only }
      const view: Own<AgendaView> = {
        title: this.title(request, at),
        place: { name: place.agency.name, url: capacityUrl(place.agency.id) },
        procedure: procedure.name[contextOf(request).language],
        values,
        pools,
        weekdays: [1, 2, 3, 4, 5, 6, 7].map((day) => ({
          value: String(day),
          label: weekdayName(day, language),
        })),
        exists: standing !== null,
        ownWeekUrl: standing
          ? recordUrl(
              place.agency.id,
              `agendas/${encodeURIComponent(procedure.id)}/semanas`,
              'nueva',
            )
          : null,
        errors: again?.errors ?? [],
      }
      await adminPages.send(request, response, 'hours/agenda', view, {
        status: again?.status ?? 200,
      })
    },
  }
}
