import { Router } from 'express'
import type { Services } from '../../services.ts'
import { agencyInPath, needs } from '../../staff/access.ts'
import { changePage } from './changePage.ts'
import { changesPage } from './changesPage.ts'
import { hourPage } from './hourPage.ts'
import { personPage } from './personPage.ts'

/** Following those whose turno a change touches: an admin everywhere, a supervisor at their agency. */
export function relocationAdminRoutes(services: Services): Router {
  const router = Router()
  const follows = needs({ roles: ['admin', 'supervisor'], agency: agencyInPath })
  const change = changePage(services)
  const person = personPage(services)
  const hour = hourPage(services)

  const all = '/admin/agencias/:agency/reubicar'
  router.get(all, follows, changesPage(services))
  router.get(`${all}/:cause`, follows, change.show)
  router.post(`${all}/:cause/enviar`, follows, change.send)
  router.post(`${all}/:cause/recordar`, follows, change.remind)
  const one = `${all}/:cause/:relocation`
  router.get(one, follows, person.show)
  router.post(`${one}/telefono`, follows, person.phone)
  router.post(`${one}/llamada`, follows, person.call)
  router.get(`${one}/hora`, follows, hour.begin)
  router.get(`${one}/hora/:agenda`, follows, hour.show)
  router.post(`${one}/hora/:agenda`, follows, hour.choose)
  return router
}
