import type { Request } from 'express'
import type { ArrivalRow } from '../../../db/arrivalStore.ts'
import type { Services } from '../../services.ts'
import { qrSvg } from '../../turno/confirmation/qr.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { choices } from '../pages/choices.ts'
import { inPath } from '../pages/room.ts'
import { isPriorityGroup, priorityGroups } from '../priority.ts'
import type { Told } from '../viewModels.ts'
import { waitToken } from '../waitLink.ts'
import type { AtKiosk, KioskHandler } from './device.ts'
import { kioskPart, kioskUrl } from './kioskPart.ts'
import { readTicketToken } from './ticketToken.ts'
import type { TicketView } from './viewModels.ts'

const words = ['nuevo', 'ya', 'vuelve', 'tarde', 'anotado'] as const

/** The ticket somebody has just been given, for the moment they stand before the kiosk. */
export function ticketPage(services: Services) {
  const { attendance, catalogue, clock, database, keyring, pages, publicUrl, stores } = services

  /** The arrival of the path's token, if it is of this agency and may still be shown; else null. */
  async function arrivalOf(request: Request, { agency }: AtKiosk): Promise<ArrivalRow | null> {
    const id = readTicketToken(keyring, inPath(request, 'token'), clock.now())
    const row = id === null ? null : await stores.arrivals.find(database.read, id)
    return row?.agencyId === agency.id ? row : null
  }

  const own = (request: Request, { agency }: AtKiosk, tail = '') =>
    kioskUrl(agency.id, `boleto/${encodeURIComponent(inPath(request, 'token'))}${tail}`)

  const show: KioskHandler = async (request, response, at) => {
    const row = await arrivalOf(request, at)
    if (!row) return seeOther(response, kioskUrl(at.agency.id))
    const { zone } = at.agency
    const procedure = await catalogue.procedure(row.procedureId)
    const turno = row.turnoId === null ? null : await stores.turnos.find(database.read, row.turnoId)
    const position = await attendance.queue.positionOf(row.id)
    const word = words.find((one) => one === parameter(request, 'dice')) ?? 'ya'
    const answered = row.priority !== null || word === 'anotado' || row.status !== 'waiting'
    const view: Omit<TicketView, 'page'> = {
      kiosk: kioskPart(clock, at.agency),
      label: row.label,
      procedureName: procedure?.name[contextOf(request).language] ?? '',
      hour: turno && { at: turno.startAt, zone },
      arrivedAt: { at: row.arrivedAt, zone },
      told: told(request, word),
      window: position?.windowNumber ?? null,
      ahead: position?.ahead ?? 0,
      wait: row.status === 'waiting' ? (position?.wait ?? null) : null,
      qrUrl: own(request, at, '/qr.svg'),
      priorityUrl: answered ? null : own(request, at, '/prioridad'),
      priorities: choices(pages, request, 'kiosk:priority.', priorityGroups),
      againUrl: `${own(request, at)}?dice=${word}`,
    }
    await pages.send(request, response, 'kiosk/ticket', view)
  }

  function told(request: Request, word: (typeof words)[number]): Told {
    return {
      tone: 'done',
      title: pages.text(request, `kiosk:ticket.said.${word}.title`),
      text: pages.text(request, `kiosk:ticket.said.${word}.text`),
    }
  }

  const qr: KioskHandler = async (request, response, at) => {
    const row = await arrivalOf(request, at)
    if (!row) return seeOther(response, kioskUrl(at.agency.id))
    const label = pages.text(request, 'room:ticket.qr', { label: row.label })
    response
      .set('Cache-Control', 'no-store')
      .type('svg')
      .send(qrSvg(`${publicUrl()}/espera/${waitToken(keyring, row)}`, { label }))
  }

  /** Their own answer. What reception has set already is not for a kiosk to change. */
  const setPriority: KioskHandler = async (request, response, at) => {
    const row = await arrivalOf(request, at)
    if (!row) return seeOther(response, kioskUrl(at.agency.id))
    const group = field(request, 'priority')
    if (isPriorityGroup(group) && row.priority === null) {
      await attendance.standing.setPriority(at.agency.id, row.id, group, 'kiosk')
    }
    seeOther(response, `${own(request, at)}?dice=anotado`)
  }

  return { show, qr, setPriority }
}
