import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import type { Draft } from '../../booking/draft.ts'
import type { HoldResult } from '../../booking/hold.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { type Instant, secondsBetween } from '../../clock.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { turnoSummary } from '../../turno/pages/turnoSummary.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { choices } from '../pages/choices.ts'
import { actorOf, inPath } from '../pages/room.ts'
import { freeReasons, isReason } from '../reasons.ts'
import type { ClashPart, ConfirmView, HoursNotice, HoursView } from './viewModels.ts'
import { deskUrl, forWhom, homeOf, walkInPath } from './walk.ts'

type Walk = { draft: Draft; agenda: Agenda }

/** What is said about an hour that was not to be had. */
type Lost = { notice: HoursNotice | null; clash?: ClashPart | null; slot: Instant }

/**
 * The hour of a turno at reception: chosen and confirmed in one step, by the same hold and confirmation as
 * everybody's. Where the document has a turno already, reception, which has seen it, may free it.
 */
export function hoursPage(services: Services) {
  const { audit, booking, catalogue, clock, pages, staffPages, turnos } = services
  const calendar = calendarModel(services)

  const whomOf = ({ draft }: Walk, request: Request) => {
    const { document, contact } = draft.answers
    if (!document || !contact) throw createError(404, 'The walk is over')
    const { procedureId } = draft
    const person = { name: contact.holder, document: document.document, procedureId }
    return forWhom({ catalogue, pages }, request, person)
  }

  async function send(
    request: Request,
    response: Response,
    walk: Walk,
    lost: Lost | null = null,
    status = 200,
  ): Promise<void> {
    const { agenda, draft } = walk
    const { id, zone } = agenda.agency
    const model = await calendar(request, agenda, {
      month: parameter(request, 'mes'),
      day: lost ? localDateOf(lost.slot, zone) : parameter(request, 'dia'),
      chosen: draft.slotStart,
      near: lost?.notice ? lost.slot : null,
      ownDraft: draft.id,
    })
    const view: Omit<HoursView, 'page' | 'staff'> = {
      ...model,
      whom: await whomOf(walk, request),
      notice: lost?.notice ?? null,
      clash: lost?.clash ?? null,
      postUrl: deskUrl(id, draft.id),
      backUrl: homeOf(request, id),
    }
    await staffPages.send(request, response, 'desk/hours', view, status)
  }

  const show: RequestHandler = async (request, response) => {
    const walk = await walkInPath(services, request)
    const { draft, agenda } = walk
    const { id, name, zone } = agenda.agency
    if (draft.turnoId) return seeOther(response, receptionUrl(id, `turnos/${draft.turnoId}`))
    const slot = parameter(request, 'hora')
    if (!isSlotStart(slot)) return send(request, response, walk)
    const view: Omit<ConfirmView, 'page' | 'staff'> = {
      agencyName: name,
      whom: await whomOf(walk, request),
      slot: { at: slot, zone },
      postUrl: deskUrl(id, draft.id),
      hoursUrl: `${deskUrl(id, draft.id)}?dia=${localDateOf(slot, zone)}`,
    }
    await staffPages.send(request, response, 'desk/confirm', view)
  }

  const book: RequestHandler = async (request, response) => {
    const walk = await walkInPath(services, request)
    const slot = field(request, 'slot')
    if (walk.draft.turnoId) return toTurno(response, walk, walk.draft.turnoId, 'nuevo')
    if (!isSlotStart(slot)) return send(request, response, walk, null, 422)
    await take(request, response, walk, slot)
  }

  async function take(
    request: Request,
    response: Response,
    walk: Walk,
    slot: Instant,
  ): Promise<void> {
    const { draft, agenda } = walk
    const held = await booking.hold(draft.id, slot)
    if (!held.ok && held.reason === 'too-often') {
      response.set('Retry-After', String(secondsBetween(clock.now(), held.retryAt)))
      return send(request, response, walk, { notice: 'hold-limit', slot }, 429)
    }
    if (!held.ok)
      return send(request, response, walk, { notice: noticeFor(held.reason), slot }, 409)
    const actor = actorOf(request)
    const agencyId = agenda.agency.id
    const result = await booking.confirm(draft.id, slot, {
      actor,
      also: (tx, turnoId) =>
        audit.record(tx, { actor, action: 'turno-booked', subject: `turno:${turnoId}`, agencyId }),
    })
    if (result.ok) return toTurno(response, walk, result.turnoId, 'nuevo')
    if (result.reason === 'already-yours') return toTurno(response, walk, result.turnoId, 'ya')
    if (result.reason !== 'clash') {
      return send(request, response, walk, { notice: 'hour-gone', slot }, 409)
    }
    const clash = await clashPart(request, walk, slot)
    await send(request, response, walk, { notice: null, clash, slot }, 409)
  }

  async function clashPart(
    request: Request,
    { draft, agenda }: Walk,
    slot: Instant,
  ): Promise<ClashPart | null> {
    const other = await turnos.liveOfHolder(draft.procedureId, draft.holderKey ?? '')
    if (!other) return null
    return {
      turno: turnoSummary(other, contextOf(request).language),
      mayFree: other.status === 'confirmed',
      reasons: choices(pages, request, 'desk:freeReasons.', freeReasons),
      freeUrl: deskUrl(agenda.agency.id, draft.id, 'liberar'),
      slot,
    }
  }

  /** Ends the other turno of the document that reception has before it, and takes the hour. */
  const free: RequestHandler = async (request, response) => {
    const walk = await walkInPath(services, request)
    const { draft, agenda } = walk
    const slot = field(request, 'slot')
    const reason = field(request, 'reason')
    if (draft.turnoId) return toTurno(response, walk, draft.turnoId, 'nuevo')
    if (!isSlotStart(slot)) return send(request, response, walk, null, 422)
    if (!isReason(freeReasons, reason)) {
      const clash = await clashPart(request, walk, slot)
      return send(request, response, walk, { notice: null, clash, slot }, 422)
    }
    const other = await turnos.liveOfHolder(draft.procedureId, draft.holderKey ?? '')
    // Sent twice, the other may be the very turno that this walk has made meanwhile.
    if (other && other.draftId !== draft.id) {
      const actor: `staff:${string}` = `staff:${knownStaff(request).id}`
      await turnos.free(other.id, {
        actor,
        also: (tx) =>
          audit.record(tx, {
            actor,
            action: 'document-freed',
            subject: `turno:${other.id}`,
            agencyId: inPath(request, 'agency'),
            detail: { reason, of: other.agency.id },
          }),
      })
    }
    await take(request, response, { draft, agenda }, slot)
  }

  function toTurno(response: Response, { agenda }: Walk, turnoId: string, news: 'nuevo' | 'ya') {
    seeOther(response, `${receptionUrl(agenda.agency.id, `turnos/${turnoId}`)}?dice=${news}`)
  }

  const back: RequestHandler = (request, response) => {
    const query = request.originalUrl.split('?').slice(1).join('?')
    const hours = deskUrl(inPath(request, 'agency'), inPath(request, 'draft'))
    seeOther(response, query === '' ? hours : `${hours}?${query}`)
  }

  return { show, book, back, free }
}

function noticeFor(
  reason: Exclude<Extract<HoldResult, { ok: false }>['reason'], 'too-often'>,
): HoursNotice {
  return reason === 'seat-taken' || reason === 'held-elsewhere' ? reason : 'hour-gone'
}
