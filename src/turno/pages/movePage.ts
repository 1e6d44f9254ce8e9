import type { Request, Response } from 'express'
import createError from 'http-errors'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Instant } from '../../clock.ts'
import { secondsBetween } from '../../clock.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { MoveResult } from '../move.ts'
import type { Turno } from '../turno.ts'
import type { MoveConfirmView, MoveNotice, MoveView } from '../viewModels.ts'
import { type TurnoHandler, turnoUrl } from './door.ts'
import { turnoSummary } from './turnoSummary.ts'

/** "Cambiar": another hour at the same agency. The old one is kept until the new one is sure. */
export function movePage(services: Services) {
  const { catalogue, clock, pages, turnos } = services
  const calendar = calendarModel(services)

  async function sendCalendar(
    request: Request,
    response: Response,
    turno: Turno,
    lost: { notice: MoveNotice; slot: Instant } | null,
    status = 200,
  ): Promise<void> {
    const agenda = await catalogue.agenda(turno.agendaId)
    // The agency no longer does this procedure: there is no other hour to choose.
    if (!agenda || !turnos.canBeCancelled(turno)) return seeOther(response, turnoUrl(turno))
    const model = await calendar(request, agenda, {
      month: parameter(request, 'mes'),
      day: lost ? localDateOf(lost.slot, agenda.agency.zone) : parameter(request, 'dia'),
      chosen: turno.startAt,
      near: lost?.slot ?? null,
      ownDraft: null,
    })
    const view: Omit<MoveView, 'page'> = {
      ...model,
      turno: turnoSummary(turno, contextOf(request).language),
      notice: lost?.notice ?? null,
      backUrl: turnoUrl(turno),
    }
    await pages.send(request, response, 'turno/move', view, status)
  }

  const show: TurnoHandler = async (request, response, turno) => {
    const slot = parameter(request, 'hora')
    if (!isSlotStart(slot)) return sendCalendar(request, response, turno, null)
    if (!turnos.canBeCancelled(turno)) return seeOther(response, turnoUrl(turno))
    if (slot <= clock.now()) {
      return sendCalendar(request, response, turno, { notice: 'hour-gone', slot })
    }
    const { zone } = turno.agency
    const view: Omit<MoveConfirmView, 'page'> = {
      turno: turnoSummary(turno, contextOf(request).language),
      slot: { at: slot, zone },
      postUrl: turnoUrl(turno, 'cambio'),
      backUrl: `${turnoUrl(turno, 'cambio')}?dia=${localDateOf(slot, zone)}`,
    }
    await pages.send(request, response, 'turno/moveConfirm', view)
  }

  const move: TurnoHandler = async (request, response, turno) => {
    const slot = field(request, 'slot')
    if (!isSlotStart(slot)) return sendCalendar(request, response, turno, null, 422)
    const result = await turnos.move(turno.id, slot)
    if (result.ok) return seeOther(response, `${turnoUrl(turno)}?cambiado=1`)
    if (result.reason === 'unknown') throw createError(404, 'The turno is gone')
    if (result.reason === 'not-live' || result.reason === 'too-late') {
      return seeOther(response, turnoUrl(turno))
    }
    if (result.reason === 'too-often') {
      response.set('Retry-After', String(secondsBetween(clock.now(), result.retryAt)))
      return sendCalendar(request, response, turno, { notice: 'move-limit', slot }, 429)
    }
    await sendCalendar(request, response, turno, { notice: noticeFor[result.reason], slot }, 409)
  }

  return { show, move }
}

type Told = Exclude<
  Extract<MoveResult, { ok: false }>['reason'],
  'unknown' | 'not-live' | 'too-late' | 'too-often'
>

const noticeFor: Record<Told, MoveNotice> = {
  'seat-taken': 'seat-taken',
  'no-slot': 'hour-gone',
  past: 'hour-gone',
  'too-soon': 'hour-gone',
  'not-released': 'hour-gone',
}
