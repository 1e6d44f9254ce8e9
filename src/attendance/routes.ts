import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Services } from '../services.ts'
import {
  agenciesWith,
  agencyInPath,
  knownStaff,
  may,
  needs,
  requireAt,
  requireRole,
} from '../staff/access.ts'
import type { Role } from '../staff/roles.ts'
import { seeOther } from '../web/context.ts'
import { liveRoutes } from './liveRoutes.ts'
import { receptionUrl } from './pages/addresses.ts'
import { certificateInPath, certificatePage } from './pages/certificatePage.ts'
import { correctionPage, visitInPath } from './pages/correctionPage.ts'
import { dayPage } from './pages/dayPage.ts'
import { deskWindowPage } from './pages/deskWindowPage.ts'
import { nudgeStream } from './pages/live.ts'
import { outcomeSteps } from './pages/outcomeSteps.ts'
import { ownWindow } from './pages/ownWindow.ts'
import { receptionPage } from './pages/receptionPage.ts'
import { inPath } from './pages/room.ts'
import { arrivalInPath, ticketPage } from './pages/ticketPage.ts'
import { verifyPage } from './pages/verifyPage.ts'
import { windowPage } from './pages/windowPage.ts'
import { windowSteps } from './pages/windowSteps.ts'
import type { AgenciesView } from './viewModels.ts'

/** What happens at the agency, for those who work there; and, for everybody, whether a paper is genuine. */
export function attendanceRoutes(services: Services): Router {
  const router = Router()
  reception(router, services)
  window(router, services)
  verification(router, services)
  router.use(liveRoutes(services))
  return router
}

/** The desk at the door and the supervisor's day. The agency is the path's; an arrival must be of it. */
function reception(router: Router, services: Services): void {
  const at = '/recepcion/:agency'
  const atDoor = requireAt(agencyInPath, 'reception', 'supervisor')
  const supervises = requireAt(agencyInPath, 'supervisor')
  const ofArrival = requireAt(arrivalInPath(services), 'reception', 'supervisor')
  const desk = receptionPage(services)
  const ticket = ticketPage(services)
  const day = dayPage(services)
  const deskWindow = deskWindowPage(services)
  const back: RequestHandler = (request, response) =>
    seeOther(response, receptionUrl(inPath(request, 'agency')))

  router.get('/recepcion', requireRole('reception', 'supervisor'), agencies(services))
  router.get(at, atDoor, desk.show)
  router.post(at, atDoor, desk.arrive)
  router.get(`${at}/sin-turno`, atDoor, back)
  router.post(`${at}/sin-turno`, atDoor, desk.walkIn)
  router.post(`${at}/pausa`, atDoor, day.pause)
  router.post(`${at}/reanudar`, atDoor, day.resume)
  router.post(`${at}/cierre`, supervises, day.close)
  router.post(`${at}/reabrir`, supervises, day.reopen)
  router.get(`${at}/dia`, supervises, day.show)
  // The same page for the script that keeps an open one fresh: no sign that anybody sits there.
  router.get(
    `${at}/dia/ahora`,
    needs({ roles: ['supervisor'], agency: agencyInPath, passive: true }),
    day.show,
  )
  router.post(`${at}/pantalla`, supervises, day.renewLink)
  router.post(`${at}/ventanilla`, supervises, day.closeWindow)
  router.get(`${at}/ventanillas/:window`, supervises, deskWindow.show)
  router.post(`${at}/ventanillas/:window/tramites`, supervises, deskWindow.setProcedures)
  router.post(`${at}/ventanillas/:window/mover`, supervises, deskWindow.move)
  router.get(
    `${at}/cambios`,
    needs({ roles: ['reception', 'supervisor'], agency: agencyInPath, passive: true }),
    (request, response) => {
      const agencyId = inPath(request, 'agency')
      stream(services, request, response, { agencyId, roles: ['reception', 'supervisor'] })
    },
  )

  const one = `${at}/boleto/:arrival`
  router.get(one, ofArrival, ticket.show)
  router.get(`${one}/qr.svg`, ofArrival, ticket.qr)
  router.post(`${one}/prioridad`, ofArrival, ticket.setPriority)
  router.post(`${one}/se-va`, ofArrival, ticket.leave)
  router.post(`${one}/vuelve`, ofArrival, ticket.comeBack)
}

/** The clerk's page. The window is the one they have open, whatever a form says. */
function window(router: Router, services: Services): void {
  const at = '/ventanilla'
  const atWindow = requireRole('window')
  const watches = needs({ roles: ['window'], passive: true })
  const ofVisit = requireAt(visitInPath(services), 'window', 'supervisor')
  const page = windowPage(services)
  const steps = windowSteps(services)
  const outcome = outcomeSteps(services)
  const correction = correctionPage(services)

  router.get(at, atWindow, page.show)
  router.get(`${at}/cola`, watches, page.fragment)
  router.get(`${at}/cambios`, watches, async (request, response) => {
    const own = await ownWindow(services, request)
    if (!own) return void response.status(204).set('Cache-Control', 'no-store').end()
    stream(services, request, response, { agencyId: own.agency.id, roles: ['window'] })
  })
  router.post(`${at}/abrir`, atWindow, steps.open)
  router.post(`${at}/cerrar`, atWindow, steps.close)
  router.post(`${at}/siguiente`, atWindow, steps.next)
  router.post(`${at}/elegir`, atWindow, steps.chosen)
  router.post(`${at}/repetir`, atWindow, steps.recall)
  router.post(`${at}/ausente`, atWindow, steps.noShow)
  router.post(`${at}/se-va`, atWindow, steps.leave)
  router.post(`${at}/apartar`, atWindow, steps.park)
  router.post(`${at}/devolver`, atWindow, steps.putBack)
  router.post(`${at}/pasar`, atWindow, steps.transfer)
  router.post(`${at}/deshacer`, atWindow, steps.undo)
  router.post(`${at}/atender`, atWindow, steps.start)
  router.post(`${at}/guardar`, atWindow, steps.save)
  router.post(`${at}/comprobar`, atWindow, outcome.check)
  router.post(`${at}/resultado`, atWindow, outcome.record)
  router.get(`${at}/visitas/:visit/correccion`, ofVisit, correction.show)
  router.post(`${at}/visitas/:visit/correccion`, ofVisit, correction.correct)
  router.get(`${at}/visitas/:visit/nota`, ofVisit, correction.note)
  router.get(
    `${at}/certificados/:certificate`,
    requireAt(certificateInPath(services), 'window', 'supervisor'),
    certificatePage(services),
  )
}

/** Open to everybody, and counted per network address, looking included: a code is not to be guessed. */
function verification(router: Router, services: Services): void {
  const counted = services.limit('verify')
  const verify = verifyPage(services)
  router.get('/verificar', verify.ask)
  router.post('/verificar', counted, verify.search)
  router.get('/verificar/:code', counted, verify.show)
  router.post('/verificar/:code', counted, verify.compare)
}

/** Nudges for as long as the session lasts and the role is held. */
function stream(
  { attendance, staff }: Services,
  request: Request,
  response: Response,
  { agencyId, roles }: { agencyId: string; roles: Role[] },
): void {
  const still = async () => {
    const session = await staff.cookie.session(request)
    return session !== null && may(session.account, roles, agencyId)
  }
  nudgeStream(response, agencyId, { changes: attendance.changes, still })
}

/** Straight to the one agency where somebody works; the list of them otherwise. */
function agencies({ database, staffPages, stores }: Services): RequestHandler {
  return async (request, response) => {
    const ids = agenciesWith(knownStaff(request), ['reception', 'supervisor'])
    const [first, ...others] = ids === 'all' ? [] : ids
    if (first !== undefined && others.length === 0) {
      return seeOther(response, receptionUrl(first))
    }
    const rows = await Promise.all(
      (ids === 'all' ? [] : ids).map((id) => stores.agencies.agency(database.read, id)),
    )
    const view: Omit<AgenciesView, 'page' | 'staff'> = {
      agencies: rows.flatMap((row) => (row ? [{ name: row.name, url: receptionUrl(row.id) }] : [])),
    }
    await staffPages.send(request, response, 'attendance/agencies', view)
  }
}
