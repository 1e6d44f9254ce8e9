import type { Request } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { time } from '../../web/dates.ts'
import type { InQueue } from '../queue.ts'
import { callReasons } from '../reasons.ts'
import { mayCall } from '../ticket.ts'
import type { QueuePart, QueueRow } from '../viewModels.ts'
import type { Window } from '../windows.ts'
import { choices } from './choices.ts'
import { whyHere } from './whyHere.ts'

/** More rows than these nobody reads; the rest is said as a number. */
const mostRows = 40

type QueueServices = Pick<Services, 'attendance' | 'catalogue' | 'database' | 'pages' | 'stores'>

/** Who waits at an agency, as a window or the supervisor sees it. Names nobody. */
export async function queuePart(
  services: QueueServices,
  request: Request,
  agency: Agency,
  window: Window | null,
): Promise<QueuePart> {
  const { attendance, database, pages, stores } = services
  const { language } = contextOf(request)
  const procedures = await services.catalogue.procedures()
  const numbers = new Map(
    (await attendance.windows.ofAgency(agency.id)).map(({ id, number }) => [id, number]),
  )

  async function row({ arrival, waitingMinutes }: InQueue): Promise<QueueRow> {
    const { turnoId, placeReason, windowId } = arrival
    const turno = turnoId === null ? null : await stores.turnos.find(database.read, turnoId)
    const procedure = procedures.find(({ id }) => id === arrival.procedureId)
    return {
      id: arrival.id,
      label: arrival.label,
      hour: turno && time(turno.startAt, agency.zone),
      waitMinutes: waitingMinutes,
      why: whyHere({ pages }, request, placeReason, agency.zone),
      procedureName: procedure?.name[language] ?? '',
      boundTo: windowId === null ? null : (numbers.get(windowId) ?? null),
      mine: window === null || mayCall(window, arrival),
    }
  }

  const waiting = await attendance.queue.waiting(agency.id)
  const parked = await attendance.queue.parked(agency.id)
  const call = window && (await attendance.calls.current(window.id))
  return {
    waiting: await Promise.all(waiting.slice(0, mostRows).map(row)),
    more: Math.max(0, waiting.length - mostRows),
    parked: await Promise.all(parked.slice(0, mostRows).map(row)),
    total: waiting.length,
    stamp: window === null ? '' : stampOf(window, call),
    desk: window !== null,
    callReasons: choices(pages, request, 'room:callReasons.', callReasons),
  }
}

/** Differs as soon as something was done at the window that its open page does not show. */
function stampOf(
  { id, clerk }: Window,
  call: { id: string; visitId: string | null } | null,
): string {
  return [id, clerk?.since ?? '', call?.id ?? '', call?.visitId ?? ''].join(' ')
}
