import { Router } from 'express'
import type { Services } from '../services.ts'
import { createDoor } from '../turno/pages/door.ts'
import { answerLink } from './pages/answerLink.ts'
import { answerPage } from './pages/answerPage.ts'
import { choosePage } from './pages/choosePage.ts'

/** What somebody answers whose turno cannot be served at its hour. */
export function relocationRoutes(services: Services): Router {
  const router = Router()
  const door = createDoor(services)
  const answer = answerPage(services)
  const choose = choosePage(services)
  const link = answerLink(services)

  router.get('/turnos/propuesta/:token', link)
  router.get('/turnos/propuesta/:token/:way', link)

  const at = '/turnos/:reference/propuesta'
  router.get(at, door.page('propuesta', answer.show))
  router.post(at, door.page('propuesta', answer.accept))
  router.get(`${at}/otra-hora`, door.page('propuesta/otra-hora', choose.begin))
  router.get(`${at}/otra-hora/:agenda`, door.page('propuesta/otra-hora', choose.show))
  router.post(`${at}/otra-hora/:agenda`, door.page('propuesta/otra-hora', choose.choose))
  return router
}
