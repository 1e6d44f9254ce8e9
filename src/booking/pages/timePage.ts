import type { Request, Response } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { type Instant, secondsBetween } from '../../clock.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { CalendarPart } from '../../seats/viewModels.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { openingOf, openingSentence } from '../../web/opening.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { chooseHour } from '../chooseHour.ts'
import type { Draft } from '../draft.ts'
import type { HoldResult } from '../hold.ts'
import type { TimeConfirmView, TimeNotice } from '../viewModels.ts'
import { type StepHandler, stepUrl, type Walk } from './walk.ts'

/** Step 7: the calendar, the confirmation window, and the seat that "Sí" takes. */
export function timePage(services: Services, walk: Walk) {
  const { catalogue, clock, config, hours, pages } = services
  const calendar = calendarModel(services)
  const choose = chooseHour(services)

  async function agendaOf(draft: Draft): Promise<Agenda | null> {
    return draft.agendaId ? catalogue.agenda(draft.agendaId) : null
  }

  function heldHour(draft: Draft, zone: string) {
    const live = draft.heldUntil !== null && draft.heldUntil > clock.now()
    return live && draft.slotStart ? { at: draft.slotStart, zone } : null
  }

  async function sendCalendar(
    request: Request,
    response: Response,
    draft: Draft,
    lost: { notice: TimeNotice; slot: Instant | null } | null,
    errors: FieldError[] = [],
    status?: number,
  ): Promise<void> {
    const agenda = await agendaOf(draft)
    // An agency that no longer does this procedure: the person chooses another.
    if (!agenda) return seeOther(response, stepUrl(draft, 'lugar'))
    const lostDay = lost?.slot ? localDateOf(lost.slot, agenda.agency.zone) : null
    const held = heldHour(draft, agenda.agency.zone)
    const model = await calendar(request, agenda, {
      chosen: draft.slotStart,
      ownDraft: held ? draft.id : null,
      month: parameter(request, 'mes'),
      day: lostDay ?? parameter(request, 'dia'),
      near: lost?.slot ?? null,
    })
    if (nothingFree(model)) services.unmet.note(draft.id, agenda)
    const view = {
      ...model,
      notice: lost?.notice ?? null,
      held,
      holdMinutes: config.holdMinutes,
      opens: openingSentence(pages, request, openingOf(hours, [agenda]), false),
    }
    await walk.send(request, response, draft, 'horario', view, errors, status)
  }

  const show: StepHandler = async (request, response, draft) => {
    const slot = parameter(request, 'hora')
    if (slot === '' || !isSlotStart(slot)) {
      const notice = noticeOf(parameter(request, 'aviso'))
      const lost = notice ? { notice, slot: draft.slotStart } : null
      return sendCalendar(request, response, draft, lost)
    }
    // An address that was kept: nobody is asked whether they want an hour that is over.
    if (slot <= clock.now()) {
      return sendCalendar(request, response, draft, { notice: 'hour-gone', slot })
    }
    const agenda = await agendaOf(draft)
    if (!agenda) return seeOther(response, stepUrl(draft, 'lugar'))
    const { agency } = agenda
    const timeUrl = `${stepUrl(draft, 'horario')}?dia=${localDateOf(slot, agency.zone)}`
    const view: Omit<TimeConfirmView, 'page' | 'step' | 'errors'> = {
      slot: { at: slot, zone: agency.zone },
      agency,
      held: heldHour(draft, agency.zone),
      holdMinutes: config.holdMinutes,
      postUrl: stepUrl(draft, 'horario'),
      timeUrl,
    }
    await walk.send(request, response, draft, 'horario', view, [], 200, 'timeConfirm', timeUrl)
  }

  const save: StepHandler = async (request, response, draft) => {
    const slot = field(request, 'slot')
    if (!isSlotStart(slot)) {
      const errors = [walk.mistake(request, 'day-name', 'slot-missing')]
      return sendCalendar(request, response, draft, null, errors)
    }
    const result = await choose(draft, slot)
    if (result.ok) return seeOther(response, stepUrl(draft, 'resumen'))
    if (result.reason === 'over') throw createError(404, 'The draft is over')
    if (result.reason === 'not-ready') return walk.onwards(request, response)
    if (result.reason === 'too-often') {
      response.set('Retry-After', String(secondsBetween(clock.now(), result.retryAt)))
      return sendCalendar(request, response, result.draft, { notice: 'hold-limit', slot }, [], 429)
    }
    const lost = { notice: noticeFor[result.reason], slot }
    const status = result.reason === 'no-slot' ? 422 : 409
    await sendCalendar(request, response, result.draft, lost, [], status)
  }

  return { show, save }
}

/** Neither in the month that is shown nor anywhere else. */
function nothingFree({ firstFree, month, nearest }: CalendarPart): boolean {
  const days = month.weeks.flat()
  return firstFree === null && nearest.length === 0 && days.every((day) => !day || day.free === 0)
}

const noticeFor: Record<
  Exclude<Extract<HoldResult, { ok: false }>['reason'], 'over' | 'not-ready' | 'too-often'>,
  TimeNotice
> = {
  'seat-taken': 'seat-taken',
  'held-elsewhere': 'held-elsewhere',
  'no-slot': 'hour-gone',
  past: 'hour-gone',
  'too-soon': 'hour-gone',
  'not-released': 'hour-gone',
}

function noticeOf(text: string): TimeNotice | null {
  return text === 'hold-lapsed' || text === 'hour-gone' ? text : null
}
