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
import { recordRoutes } from './record/routes.ts'
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
  router.get('/admin/agencias/:agency/datos', setsAt, form.show)
  router.post('/admin/agencias/:agency/datos', setsAt, form.save)
  return router
}
