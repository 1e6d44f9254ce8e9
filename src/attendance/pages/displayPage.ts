import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { contextOf, seeOther, sendPage } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { Board } from '../board.ts'
import { displayPurpose, voices } from '../displays.ts'
import type { DisplayView } from '../liveViewModels.ts'
import { displayUrl } from './addresses.ts'
import { boardPart } from './boardPart.ts'
import { nudgeStream } from './live.ts'
import { inPath } from './room.ts'

/** A display is set up once and stays for long. */
const cookieSeconds = 400 * 24 * 60 * 60

/** More streams than this one process does not hold open; who comes then looks every two seconds. */
const mostStreams = 5000

/** The public display of an agency. It shows what anybody in the room may see: tickets and windows. */
export function displayPage(services: Services) {
  const { attendance, cookies, pages, renderer } = services
  const { changes, displays } = attendance

  async function boardOf(
    request: Request,
    heard: Parameters<typeof attendance.board>[1],
  ): Promise<Board> {
    const board = await attendance.board(inPath(request, 'agency'), heard)
    if (!board) throw createError(404, 'No such agency')
    return board
  }

  const cookieName = (agencyId: string) => `${displayPurpose}-${agencyId}`

  /** Whether staff made the browser that asks a display of this agency. */
  async function trusted(request: Request): Promise<boolean> {
    const agencyId = inPath(request, 'agency')
    const token = cookies.read(request, cookieName(agencyId))
    return token !== null && displays.opens(token, agencyId)
  }

  const show: RequestHandler = async (request, response) => {
    const board = await boardOf(request, null)
    const view: Omit<DisplayView, 'page'> = {
      agency: { name: board.agencyName, url: displayUrl(inPath(request, 'agency')) },
      // One who has just come announces nothing that was said before.
      board: boardPart(services, request, board, board.calls[0]?.number ?? 0),
      trusted: await trusted(request),
    }
    await pages.send(request, response, 'attendance/display', view)
  }

  /** The board alone, and what was announced since the display looked last. */
  const fragment: RequestHandler = async (request, response) => {
    const heard = { day: parameter(request, 'dia'), number: countOf(parameter(request, 'desde')) }
    const board = await boardOf(request, heard)
    const after = heard.day === board.day ? heard.number : 0
    const { language } = contextOf(request)
    const model = { board: boardPart(services, request, board, after) }
    sendPage(response, 200, renderer.page('attendance/board', language, model))
  }

  const stream: RequestHandler = async (request, response) => {
    if (changes.listening() >= mostStreams) return noStream(response)
    const agencyId = inPath(request, 'agency')
    await boardOf(request, null)
    nudgeStream(response, agencyId, { changes, still: async () => true })
  }

  /** What the display says of its own voice. Only staff's displays are believed. */
  const report: RequestHandler = async (request, response) => {
    const voice = voices.find((one) => one === field(request, 'voice'))
    const id = field(request, 'display')
    if (voice && /^[a-z0-9]{8,32}$/.test(id) && (await trusted(request))) {
      await displays.report(inPath(request, 'agency'), id, voice)
    }
    response.status(204).set('Cache-Control', 'no-store').end()
  }

  /** The link that staff open on the screen: exchanged for a cookie, it changes nothing else. */
  const link: RequestHandler = async (request, response) => {
    response.set('Referrer-Policy', 'no-referrer')
    const token = inPath(request, 'token')
    const agencyId = inPath(request, 'agency')
    if (!(await displays.opens(token, agencyId)))
      throw createError(404, 'A link that opens nothing')
    if (request.method === 'GET') {
      cookies.write(response, cookieName(agencyId), token, cookieSeconds)
    }
    seeOther(response, `${displayUrl(agencyId)}?idioma=es`)
  }

  return { show, fragment, stream, report, link }
}

/** A browser that is told "no content" does not ask for the stream again by itself. */
export function noStream(response: Response): void {
  response.status(204).set('Cache-Control', 'no-store').end()
}

function countOf(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}
