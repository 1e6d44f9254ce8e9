import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { type TurnoHandler, turnoUrl } from '../../turno/pages/door.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import type { WaitState, WaitView } from '../liveViewModels.ts'
import type { Position } from '../queue.ts'
import { waitLinkPurpose, waitToken } from '../waitLink.ts'
import { waitUrl } from './addresses.ts'
import { noStream } from './displayPage.ts'
import { nudgeStream } from './live.ts'
import { inPath } from './room.ts'

/** As long as a day at an agency can matter; the token in it ends by itself. */
const cookieSeconds = 18 * 60 * 60

/** More streams than this one process does not hold open; who comes then looks every few seconds. */
const mostStreams = 5000

/** The page on which somebody who came follows their own place in line, on their own phone. */
export function waitPage(services: Services) {
  const { attendance, clock, cookies, database, keyring, pages, stores } = services
  const { changes, queue } = attendance

  const cookieName = (arrivalId: string) => `${waitLinkPurpose}-${arrivalId}`

  /** The arrival of the path, where this browser holds the link to it; 404 for everybody else. */
  function arrivalOf(request: Request): string {
    const arrivalId = inPath(request, 'arrival')
    const token = cookies.read(request, cookieName(arrivalId))
    const known = token !== null && attendance.arrivalOfToken(token) === arrivalId
    if (!known) throw createError(404, 'No such place in line')
    return arrivalId
  }

  async function positionOf(request: Request): Promise<Position & { id: string }> {
    const id = arrivalOf(request)
    const position = await queue.positionOf(id)
    if (!position) throw createError(404, 'No such place in line')
    return { id, ...position }
  }

  /** The link of the ticket, exchanged for a cookie at once; looking at it changes nothing else. */
  const link: RequestHandler = async (request, response) => {
    response.set('Referrer-Policy', 'no-referrer')
    const token = inPath(request, 'token')
    const arrivalId = attendance.arrivalOfToken(token)
    const row = arrivalId && (await stores.arrivals.find(database.read, arrivalId))
    if (!row) throw createError(404, 'A link that opens nothing')
    if (request.method === 'GET') {
      cookies.write(response, cookieName(row.id), token, cookieSeconds)
    }
    seeOther(response, waitUrl(row.id))
  }

  /** From the confirmation: who may see the turno may see where its arrival stands. */
  const fromTurno: TurnoHandler = async (request, response, turno) => {
    const row = await stores.arrivals.ofTurno(database.read, turno.id)
    if (!row) return seeOther(response, turnoUrl(turno))
    if (request.method === 'GET') {
      cookies.write(response, cookieName(row.id), waitToken(keyring, row), cookieSeconds)
    }
    seeOther(response, waitUrl(row.id))
  }

  const show: RequestHandler = async (request, response) => {
    const position = await positionOf(request)
    const agency = await stores.agencies.agency(database.read, position.agencyId)
    const state = stateOf(position)
    const inLine = state === 'waiting' || state === 'next'
    const view: Omit<WaitView, 'page'> = {
      label: position.label,
      agencyName: position.agencyName,
      state,
      ahead: inLine ? position.ahead : null,
      wait: position.wait && waitText(request, position.wait),
      window: position.windowNumber,
      announced: position.announced,
      at: { at: clock.now(), zone: agency?.zone ?? 'UTC' },
      url: waitUrl(position.id),
    }
    await pages.send(request, response, 'attendance/wait', view)
  }

  function waitText(request: Request, { from, to }: { from: number; to: number }): string {
    const { language } = contextOf(request)
    const number = new Intl.NumberFormat(language)
    if (to === 0) return pages.text(request, 'live:wait.now')
    const [low, high] = rounded(from, to)
    if (low === 0) return pages.text(request, 'live:wait.upTo', { to: number.format(high) })
    const range = { from: number.format(low), to: number.format(high) }
    return pages.text(request, 'live:wait.between', range)
  }

  const stream: RequestHandler = async (request, response) => {
    if (changes.listening() >= mostStreams) return noStream(response)
    const { agencyId, today } = await positionOf(request)
    if (!today) return noStream(response)
    const still = async () => {
      try {
        return (await positionOf(request)).today
      } catch {
        return false
      }
    }
    nudgeStream(response, agencyId, { changes, still })
  }

  return { link, fromTurno, show, stream }
}

function stateOf({ status, today, ahead, atWindow }: Position): WaitState {
  if (status === 'served' || status === 'left') return status
  if (!today) return 'over'
  if (status === 'waiting') return ahead === 0 ? 'next' : 'waiting'
  if (status === 'called') return atWindow ? 'at-window' : 'called'
  return status
}

/** To whole five minutes, as one says it; below ten to the minute. */
function rounded(from: number, to: number): [number, number] {
  const step = to < 10 ? 1 : 5
  return [Math.floor(from / step) * step, Math.ceil(to / step) * step]
}
