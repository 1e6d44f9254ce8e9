import { Router } from 'express'
import type { Services } from '../services.ts'
import { cancellationPage } from './pages/cancellationPage.ts'
import { confirmationPage } from './pages/confirmationPage.ts'
import { createDoor, type TurnoHandler } from './pages/door.ts'
import { findPage } from './pages/findPage.ts'
import { linkPage } from './pages/linkPage.ts'
import { movePage } from './pages/movePage.ts'
import { papersPage } from './pages/papersPage.ts'

/** A confirmed turno under `/turnos/:reference`, and the ways back to it. */
export function turnoRoutes(services: Services): Router {
  const { limit } = services
  const router = Router()
  const door = createDoor(services)
  const confirmation = confirmationPage(services)
  const papers = papersPage(services)
  const cancellation = cancellationPage(services, confirmation)
  const move = movePage(services)
  const find = findPage(services)

  router.get('/turnos/enlace/:token', linkPage(services))
  router.get('/mi-turno', find.show)
  router.post('/mi-turno', limit('mail'), find.search)

  const at = '/turnos/:reference'
  const get = (tail: string, handle: TurnoHandler) =>
    router.get(`${at}/${tail}`, door.page(tail, handle))
  router.get(at, door.page('', confirmation.show))
  get('qr.svg', papers.qr)
  get('confirmacion.pdf', papers.confirmation)
  get('calendario.ics', papers.calendar)
  get('cambio', move.show)
  router.post(`${at}/cambio`, door.page('cambio', move.move))
  get('cancelacion', cancellation.ask)
  router.post(`${at}/cancelacion`, door.page('cancelacion', cancellation.cancel))
  get('cancelado', cancellation.done)
  return router
}
