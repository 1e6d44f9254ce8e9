import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import type { ConfirmedBy } from '../../booking/confirm.ts'
import type { Draft } from '../../booking/draft.ts'
import type { HoldResult } from '../../booking/hold.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { type Instant, secondsBetween } from '../../clock.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import type { FreedBy } from '../../turno/free.ts'
import { turnoSummary } from '../../turno/pages/turnoSummary.ts'
import type { TurnoSummary } from '../../turno/viewModels.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { choices } from '../pages/choices.ts'
import { actorOf, inPath } from '../pages/room.ts'
import { type FreeReason, freeReasons, isReason } from '../reasons.ts'
import type { ClashPart, ConfirmView, HoursNotice, HoursView } from './viewModels.ts'
import { deskUrl, forWhom, freers, homeOf, walkInPath } from './walk.ts'

type Walk = { draft: Draft; agenda: Agenda }

/** What is said about an hour that was not to be had. */
type Lost = {
  notice: HoursNotice | null
  clash?: ClashPart | null
  /** The turno that was to be ended for this hour, and stands. */
  stands?: TurnoSummary | null
  slot: Instant
}

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
    const [person, own] = [contact.thirdParty, document.thirdParty]
    return forWhom({ catalogue, pages }, request, {
      holder: { person: contact.holder, document: document.document },
      thirdParty: person && own ? { person, document: own } : null,
      procedureId: draft.procedureId,
    })
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
      door: 'reception',
    })
    const view: Omit<HoursView, 'page' | 'staff'> = {
      ...model,
      whom: await whomOf(walk, request),
      notice: lost?.notice ?? null,
      clash: lost?.clash ?? null,
      stands: lost?.stands ?? null,
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

  /** Holds the hour and confirms it. Where `reason` is given, the turno before it ends with that. */
  async function take(
    request: Request,
    response: Response,
    walk: Walk,
    slot: Instant,
    reason: FreeReason | null = null,
  ): Promise<void> {
    const { draft } = walk
    const refuse = async (notice: HoursNotice, status: number) => {
      const other = reason === null ? null : await otherTurno(walk)
      const stands = other && turnoSummary(other, contextOf(request).language)
      return send(request, response, walk, { notice, stands, slot }, status)
    }
    const held = await booking.hold(draft.id, slot, 'reception')
    if (!held.ok && held.reason === 'too-often') {
      response.set('Retry-After', String(secondsBetween(clock.now(), held.retryAt)))
      return refuse('hold-limit', 429)
    }
    if (!held.ok) return refuse(noticeFor(held.reason), 409)
    const result = await booking.confirm(draft.id, slot, atDesk(request, walk, reason))
    if (result.ok) return toTurno(response, walk, result.turnoId, 'nuevo')
    const theirs = result.reason === 'already-yours' ? result.turnoId : null
    if (theirs !== null && (await isHere(walk, theirs))) {
      return toTurno(response, walk, theirs, 'ya')
    }
    if (theirs === null && result.reason !== 'clash') return refuse('hour-gone', 409)
    const clash = await clashPart(request, walk, slot)
    await send(request, response, walk, { notice: null, clash, slot }, 409)
  }

  /** On whose word a turno is made at a desk, on record; and one ends for it, with a reason. */
  function atDesk(request: Request, { agenda }: Walk, reason: FreeReason | null): ConfirmedBy {
    const actor = actorOf(request)
    const agencyId = agenda.agency.id
    const also: ConfirmedBy['also'] = (tx, turnoId) =>
      audit.record(tx, { actor, action: 'turno-booked', subject: `turno:${turnoId}`, agencyId })
    if (reason === null) return { actor, door: 'reception', also }
    const freed: FreedBy = {
      actor,
      also: (tx, { id, agencyId: of }) =>
        audit.record(tx, {
          actor,
          action: 'document-freed',
          subject: `turno:${id}`,
          agencyId,
          detail: { reason, of },
        }),
    }
    const inPlaceOf: ConfirmedBy['inPlaceOf'] = (tx, holder) => turnos.inTheWay(tx, holder, freed)
    return { actor, door: 'reception', also, inPlaceOf }
  }

  /** A turno of the same address at another agency is one that reception here may free, not open. */
  async function isHere({ agenda }: Walk, turnoId: string): Promise<boolean> {
    return (await turnos.byId(turnoId))?.agency.id === agenda.agency.id
  }

  const otherTurno = ({ draft }: Walk) =>
    turnos.liveOfHolder(draft.procedureId, draft.holderKey ?? '')

  async function clashPart(request: Request, walk: Walk, slot: Instant): Promise<ClashPart | null> {
    const other = await otherTurno(walk)
    if (!other) return null
    const agencyId = walk.agenda.agency.id
    const mayFree = may(knownStaff(request), freers, agencyId)
    return {
      turno: turnoSummary(other, contextOf(request).language),
      keeps: other.status !== 'confirmed' ? 'arrived' : mayFree ? null : 'reception',
      reasons: choices(pages, request, 'desk:freeReasons.', freeReasons),
      freeUrl: deskUrl(agencyId, walk.draft.id, 'liberar'),
      slot,
    }
  }

  /** Ends the other turno of the document that reception has before it, and takes the hour: both or neither. */
  const free: RequestHandler = async (request, response) => {
    const walk = await walkInPath(services, request)
    const slot = field(request, 'slot')
    const reason = field(request, 'reason')
    if (walk.draft.turnoId) return toTurno(response, walk, walk.draft.turnoId, 'nuevo')
    if (!isSlotStart(slot)) return send(request, response, walk, null, 422)
    if (!isReason(freeReasons, reason)) {
      const clash = await clashPart(request, walk, slot)
      return send(request, response, walk, { notice: null, clash, slot }, 422)
    }
    await take(request, response, walk, slot, reason)
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
