import { Router } from 'express'
import type { Services } from '../services.ts'
import { createDoor } from '../turno/pages/door.ts'
import { createOpenStreams } from '../web/openStreams.ts'
import { displayPage } from './pages/displayPage.ts'
import { waitPage } from './pages/waitPage.ts'

/** What is open to everybody in the room: the display, and one's own place in line. */
export function liveRoutes(services: Services): Router {
  const router = Router()
  const display = displayPage(services)
  const screen = '/pantalla/:agency'
  const streams = services.limit('stream')
  const open = createOpenStreams()
  router.get(screen, display.show)
  router.get(`${screen}/ahora`, display.fragment)
  router.get(`${screen}/cambios`, streams, open('display'), display.stream)
  router.post(`${screen}/voz`, display.report)
  router.get(`${screen}/enlace/:token`, display.link)

  const wait = waitPage(services)
  router.get('/espera/:token', wait.link)
  router.get('/turnos/:reference/espera', createDoor(services).page('espera', wait.fromTurno))
  router.get('/espera/lugar/:arrival', wait.show)
  router.get('/espera/lugar/:arrival/cambios', streams, open('place'), wait.stream)
  return router
}
