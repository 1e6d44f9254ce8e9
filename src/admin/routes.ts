import { Router } from 'express'
import type { Services } from '../services.ts'
import { agencyInPath, needs } from '../staff/access.ts'
import { listPage } from './agencies/listPage.ts'
import { showPage } from './agencies/showPage.ts'
import { homePage } from './homePage.ts'
import { hoursRoutes } from './hours/routes.ts'
import { mailRoutes } from './mails/routes.ts'
import { recordRoutes } from './record/routes.ts'
import { relocationAdminRoutes } from './relocation/routes.ts'
import { reportRoutes } from './reports/routes.ts'

/** What an institution sets: `/admin`. */
export function adminRoutes(services: Services): Router {
  const router = Router()
  const looks = needs({ roles: ['admin', 'supervisor', 'auditor'] })
  const looksAt = needs({ roles: ['admin', 'supervisor', 'auditor'], agency: agencyInPath })

  router.get('/admin', looks, homePage(services))
  router.get('/admin/agencias', looks, listPage(services))
  router.get('/admin/agencias/:agency', looksAt, showPage(services))
  router.use(mailRoutes(services))
  router.use(recordRoutes(services))
  router.use(reportRoutes(services))
  router.use(hoursRoutes(services))
  router.use(relocationAdminRoutes(services))
  return router
}
