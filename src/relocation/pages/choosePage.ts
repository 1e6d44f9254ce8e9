import type { Request, Response } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Instant } from '../../clock.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { Services } from '../../services.ts'
import { type TurnoHandler, turnoUrl } from '../../turno/pages/door.ts'
import { turnoSummary } from '../../turno/pages/turnoSummary.ts'
import type { Turno } from '../../turno/turno.ts'
import type { MoveConfirmView, MoveNotice } from '../../turno/viewModels.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { Relocation } from '../relocation.ts'
import type { ChooseView } from '../viewModels.ts'
import { answerPath, choosePath } from './shown.ts'

/** The agendas somebody may choose from: their own agency first, then the province, then the rest. */
export function placesFor(all: readonly Agenda[], { from }: Relocation): Agenda[] {
  const { id, canton, province } = from.agency
  const distance = ({ agency }: Agenda) => {
    if (agency.id === id) return 0
    if (agency.province.code !== province.code) return 3
    return agency.canton === canton ? 1 : 2
  }
  return [...all].sort((one, other) => distance(one) - distance(other))
}

/** "Elegir otra hora": at the same agency or another one that does the same. */
export function choosePage(services: Services) {
  const { database, pages, relocations, stores, turnos } = services
  const calendar = calendarModel(services)

  /** What the turno waits for and the agenda asked for; answers by itself where there is none. */
  async function standing(request: Request, response: Response, turno: Turno) {
    const relocation = await relocations.openOf(turno.id)
    if (!relocation || !turnos.canBeCancelled(turno)) {
      seeOther(response, turnoUrl(turno))
      return null
    }
    const all = await stores.agencies.agendas(database.read, turno.procedure.id)
    const places = placesFor(all, relocation)
    const asked: unknown = request.params.agenda
    const agenda = places.find(({ id }) => id === asked)
    return { relocation, places, agenda }
  }

  const url = (turno: Turno, agenda: Agenda) =>
    `${choosePath(turno.reference)}/${encodeURIComponent(agenda.id)}`

  async function sendCalendar(
    request: Request,
    response: Response,
    turno: Turno,
    at: { relocation: Relocation; places: Agenda[]; agenda: Agenda },
    lost: { notice: MoveNotice; slot: Instant } | null,
    status = 200,
  ): Promise<void> {
    const { relocation, places, agenda } = at
    const model = await calendar(request, agenda, {
      month: parameter(request, 'mes'),
      day: lost ? localDateOf(lost.slot, agenda.agency.zone) : parameter(request, 'dia'),
      chosen: null,
      near: lost?.slot ?? null,
      ownDraft: relocation.id,
    })
    const view: Omit<ChooseView, 'page'> = {
      ...model,
      turno: turnoSummary(turno, contextOf(request).language),
      notice: lost?.notice ?? null,
      places: places.map((place) => ({
        name: place.agency.name,
        city: place.agency.canton,
        url: url(turno, place),
        here: place.id === agenda.id,
      })),
      backUrl: answerPath(turno.reference),
    }
    await pages.send(request, response, 'relocation/choose', view, status)
  }

  /** Where one begins: where an hour is proposed, else at the own agency, else at the nearest. */
  const begin: TurnoHandler = async (request, response, turno) => {
    const at = await standing(request, response, turno)
    if (!at) return
    const { relocation, places } = at
    const first = places.find(({ id }) => id === relocation.proposal?.agendaId) ?? places[0]
    seeOther(response, first ? url(turno, first) : answerPath(turno.reference))
  }

  const show: TurnoHandler = async (request, response, turno) => {
    const at = await standing(request, response, turno)
    if (!at) return
    const { relocation, places, agenda } = at
    if (!agenda) return seeOther(response, choosePath(turno.reference))
    const slot = parameter(request, 'hora')
    if (!isSlotStart(slot)) {
      return sendCalendar(request, response, turno, { relocation, places, agenda }, null)
    }
    if (slot <= services.clock.now()) {
      const gone = { notice: 'hour-gone', slot } as const
      return sendCalendar(request, response, turno, { relocation, places, agenda }, gone)
    }
    const { agency } = agenda
    const summary = turnoSummary(turno, contextOf(request).language)
    const view: Omit<MoveConfirmView, 'page'> = {
      // The old hour, at the place of the new one.
      turno: {
        ...summary,
        agency: { ...summary.agency, name: agency.name, address: agency.address },
      },
      slot: { at: slot, zone: agency.zone },
      postUrl: url(turno, agenda),
      backUrl: `${url(turno, agenda)}?dia=${localDateOf(slot, agency.zone)}`,
    }
    await pages.send(request, response, 'turno/moveConfirm', view)
  }

  const choose: TurnoHandler = async (request, response, turno) => {
    const slot = field(request, 'slot')
    const agendaId = String(request.params.agenda)
    // Sent twice: the first one did it.
    if (turno.startAt === slot && turno.agendaId === agendaId) {
      return seeOther(response, `${turnoUrl(turno)}?cambiado=1`)
    }
    const at = await standing(request, response, turno)
    if (!at) return
    const { relocation, places, agenda } = at
    if (!agenda) return seeOther(response, choosePath(turno.reference))
    const here = { relocation, places, agenda }
    if (!isSlotStart(slot)) return sendCalendar(request, response, turno, here, null, 422)
    const result = await turnos.move(turno.id, slot, { agendaId })
    if (result.ok) return seeOther(response, `${turnoUrl(turno)}?cambiado=1`)
    if (result.reason === 'unknown') throw createError(404, 'The turno is gone')
    if (['not-live', 'too-late', 'too-often'].includes(result.reason)) {
      return seeOther(response, turnoUrl(turno))
    }
    const notice = result.reason === 'seat-taken' ? 'seat-taken' : 'hour-gone'
    await sendCalendar(request, response, turno, here, { notice, slot }, 409)
  }

  return { begin, show, choose }
}
