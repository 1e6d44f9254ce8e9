import { Router } from 'express'
import type { Services } from '../services.ts'
import { agencyInPath, needs } from '../staff/access.ts'
import { csvPage } from './agencies/csvPage.ts'
import { formPage } from './agencies/formPage.ts'
import { listPage } from './agencies/listPage.ts'
import { showPage } from './agencies/showPage.ts'
import { homePage } from './homePage.ts'
import { hoursRoutes } from './hours/routes.ts'
import { mailRoutes } from './mails/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { procedureFormPage } from './procedures/formPage.ts'
import { procedureInPath, procedurePages } from './procedures/pages.ts'
import { recordRoutes } from './record/routes.ts'
import { relocationAdminRoutes } from './relocation/routes.ts'
import { reportRoutes } from './reports/routes.ts'

/** Where a file of agencies is sent to; the one place that takes a file. */
export const agencyUploadPath = '/admin/agencias/csv'

/** What an institution sets: `/admin`. */
export function adminRoutes(services: Services): Router {
  const router = Router()
  const looks = needs({ roles: ['admin', 'supervisor', 'auditor'] })
  const sets = needs({ roles: ['admin'] })
  const setsAt = needs({ roles: ['admin'], agency: agencyInPath })
  const looksAt = needs({ roles: ['admin', 'supervisor', 'auditor'], agency: agencyInPath })

  router.get('/admin', looks, homePage(services))
  router.get('/admin/agencias', looks, listPage(services))

  const form = formPage(services)
  const csv = csvPage(services)
  router.get('/admin/agencias/nueva', sets, form.show)
  router.post('/admin/agencias/nueva', sets, form.save)
  router.get('/admin/agencias/csv', sets, csv.show)
  router.post(agencyUploadPath, sets, csv.save)
  router.get('/admin/agencias/csv/agencias.csv', sets, csv.download)
  router.get('/admin/agencias/:agency', looksAt, showPage(services))
  router.use(mailRoutes(services))
  router.use(recordRoutes(services))
  router.use(reportRoutes(services))
  router.use(hoursRoutes(services))
  router.use(relocationAdminRoutes(services))
  router.get('/admin/agencias/:agency/datos', setsAt, form.show)
  router.post('/admin/agencias/:agency/datos', setsAt, form.save)

  const procedures = procedurePages(services)
  const procedureForm = procedureFormPage(services)
  const procedure = procedureInPath(services)
  const looksOver = needs({ roles: ['admin', 'auditor'] })
  router.get('/admin/tramites', looksOver, procedures.list)
  router.get('/admin/tramites/nuevo', sets, procedureForm.show)
  router.post('/admin/tramites/nuevo', sets, procedureForm.save)
  const one = '/admin/tramites/:procedure'
  router.get(one, needs({ roles: ['admin', 'auditor'], agency: procedure }), procedures.show)
  const setsOne = needs({ roles: ['admin'], agency: procedure })
  router.get(`${one}/datos`, setsOne, procedureForm.show)
  router.post(`${one}/datos`, setsOne, procedureForm.save)
  router.use(peopleRoutes(services))
  return router
}
