import { Router } from 'express'
import type { Services } from '../../services.ts'
import { needs } from '../../staff/access.ts'
import { personFormPage } from './formPage.ts'
import { personInPath } from './grants.ts'
import { peoplePages, peoplePath } from './pages.ts'

/** The people who work here: `/admin/personas`. Supervisors see to the clerks of their own agency. */
export function peopleRoutes(services: Services): Router {
  const router = Router()
  const people = peoplePages(services)
  const form = personFormPage(services, people)
  const sees = needs({ roles: ['admin', 'supervisor'] })
  const seesOne = needs({ roles: ['admin', 'supervisor'], agency: personInPath(services) })
  const one = `${peoplePath}/:person`

  router.get(peoplePath, sees, people.list)
  router.post(peoplePath, sees, people.list)
  router.get(`${peoplePath}/nueva`, sees, form.show)
  router.post(`${peoplePath}/nueva`, sees, form.save)
  router.get(one, seesOne, people.show)
  router.post(one, seesOne, people.act)
  router.get(`${one}/funciones`, seesOne, form.show)
  router.post(`${one}/funciones`, seesOne, form.save)
  return router
}
