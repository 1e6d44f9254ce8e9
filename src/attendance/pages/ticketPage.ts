import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { ArrivalRow } from '../../../db/arrivalStore.ts'
import type { Services } from '../../services.ts'
import type { AgencyOf } from '../../staff/access.ts'
import { qrSvg } from '../../turno/confirmation/qr.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { isPriorityGroup, priorityGroups } from '../priority.ts'
import type { TicketView, Told } from '../viewModels.ts'
import { waitToken } from '../waitLink.ts'
import { receptionUrl, ticketUrl } from './addresses.ts'
import { choices } from './choices.ts'
import { actorOf, agencyOf, agencyPart, inPath } from './room.ts'

/** What the page may be asked to say first, by its word in the address. */
const words = ['nuevo', 'ya', 'vuelve', 'tarde', 'prioridad', 'fila', 'no-ahora', 'otro'] as const

/** The ticket of somebody who came: shown, printed, and what can still be done about it. */
export function ticketPage(services: Services) {
  const { attendance, catalogue, database, keyring, pages, publicUrl, staffPages, stores } =
    services
  const { standing } = attendance

  /** The arrival of the path. The guard has asked whether it belongs to the agency of the path. */
  async function arrivalOf(request: Request): Promise<ArrivalRow> {
    const row = await stores.arrivals.find(database.read, inPath(request, 'arrival'))
    if (!row) throw createError(404, 'No such arrival')
    return row
  }

  const liveUrl = (row: ArrivalRow) => `${publicUrl()}/espera/${waitToken(keyring, row)}`

  const show: RequestHandler = async (request, response) => {
    const row = await arrivalOf(request)
    const agency = await agencyOf(services, request)
    const { zone } = agency
    const procedure = await catalogue.procedure(row.procedureId)
    const turno = row.turnoId === null ? null : await stores.turnos.find(database.read, row.turnoId)
    const events = await stores.arrivals.events(database.read, row.id)
    const waits = row.status === 'waiting' || row.status === 'parked'
    const view: Omit<TicketView, 'page' | 'staff'> = {
      agency: agencyPart(agency),
      label: row.label,
      procedureName: procedure?.name[contextOf(request).language] ?? '',
      arrivedAt: { at: row.arrivedAt, zone },
      hour: turno && { at: turno.startAt, zone },
      state: pages.text(request, `room:state.${row.status}`),
      waits,
      qrUrl: ticketUrl(row, 'qr.svg'),
      liveUrl: liveUrl(row),
      told: toldOf(request),
      priorities: choices(pages, request, 'room:priority.', priorityGroups),
      priority: row.priority ?? '',
      priorityUrl: ticketUrl(row, 'prioridad'),
      leaveUrl: waits ? ticketUrl(row, 'se-va') : null,
      backInLineUrl:
        row.status === 'parked' || row.status === 'no-show' ? ticketUrl(row, 'vuelve') : null,
      receptionUrl: receptionUrl(agency.id),
      history: events.map(({ kind, at }) => ({
        at: { at, zone },
        text: pages.text(request, `room:events.${kind}`),
      })),
    }
    await staffPages.send(request, response, 'attendance/ticket', view)
  }

  function toldOf(request: Request): Told | null {
    const word = words.find((one) => one === parameter(request, 'dice'))
    if (!word) return null
    const refused = word === 'no-ahora' || word === 'otro'
    return {
      tone: refused ? 'care' : 'done',
      title: pages.text(request, `room:ticket.said.${word}.title`),
      text: pages.text(request, `room:ticket.said.${word}.text`),
    }
  }

  const qr: RequestHandler = async (request, response) => {
    const row = await arrivalOf(request)
    const label = pages.text(request, 'room:ticket.qr', { label: row.label })
    response
      .set('Cache-Control', 'no-store')
      .type('svg')
      .send(qrSvg(liveUrl(row), { label }))
  }

  const back = (response: Response, row: ArrivalRow, word: (typeof words)[number]) =>
    seeOther(response, `${ticketUrl(row)}?dice=${word}`)

  const setPriority: RequestHandler = async (request, response) => {
    const row = await arrivalOf(request)
    const group = field(request, 'priority')
    const priority = isPriorityGroup(group) ? group : null
    const result = await standing.setPriority(row.agencyId, row.id, priority, actorOf(request))
    back(response, row, result.ok ? 'prioridad' : 'no-ahora')
  }

  const leave: RequestHandler = async (request, response) => {
    const row = await arrivalOf(request)
    const result = await standing.leave(row.agencyId, row.id, actorOf(request))
    if (result.ok) return seeOther(response, ticketUrl(row))
    back(response, row, 'no-ahora')
  }

  /** Who was set aside keeps their number; who was given up gets a new one. */
  const comeBack: RequestHandler = async (request, response) => {
    const row = await arrivalOf(request)
    const actor = actorOf(request)
    const result =
      row.status === 'no-show'
        ? await standing.comeBack(row.agencyId, row.id, actor)
        : await standing.putBack(row.agencyId, row.id, actor)
    if (result.ok) return back(response, row, 'fila')
    back(response, row, result.reason === 'has-another' ? 'otro' : 'no-ahora')
  }

  return { show, qr, setPriority, leave, comeBack }
}

/** The agency of the arrival in a path; null where the path says another one: the record decides. */
export function arrivalInPath({
  database,
  stores,
}: Pick<Services, 'database' | 'stores'>): AgencyOf {
  return async (request) => {
    const row = await stores.arrivals.find(database.read, inPath(request, 'arrival'))
    return row?.agencyId === inPath(request, 'agency') ? row.agencyId : null
  }
}
