import { Router } from 'express'
import type { Services } from '../../services.ts'
import { needs } from '../../staff/access.ts'
import { reportsPage, reportsUrl } from './reportsPage.ts'

/** The figures of the days that are over. */
export function reportRoutes(services: Services): Router {
  const router = Router()
  const looks = needs({ roles: ['admin', 'supervisor', 'auditor'] })
  const page = reportsPage(services)

  router.get(reportsUrl, looks, page.show)
  router.get(`${reportsUrl}/csv`, looks, page.csv)
  return router
}
