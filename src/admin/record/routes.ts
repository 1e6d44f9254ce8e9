import { Router } from 'express'
import type { Services } from '../../services.ts'
import { needs } from '../../staff/access.ts'
import { recordPage, recordUrl } from './recordPage.ts'

/** The record of what staff did. It is looked at only: nobody changes it. */
export function recordRoutes(services: Services): Router {
  const router = Router()
  const looks = needs({ roles: ['admin', 'auditor'] })
  const page = recordPage(services)

  router.get(recordUrl, looks, page.show)
  router.get(`${recordUrl}/csv`, looks, page.csv)
  return router
}
