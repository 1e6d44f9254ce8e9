import { Router } from 'express'
import type { Services } from '../../services.ts'
import { needs } from '../../staff/access.ts'
import { ledgerPage } from './ledgerPage.ts'
import { mailsPage } from './mailsPage.ts'
import { mailTextPage } from './mailTextPage.ts'
import { ledgerUrl, mailsUrl, mailTextUrl } from './mailUrls.ts'

/** The texts of the mails, and what became of each mail. */
export function mailRoutes(services: Services): Router {
  const router = Router()
  const edits = needs({ roles: ['admin'] })
  const looks = needs({ roles: ['admin', 'supervisor', 'auditor'] })
  const sends = needs({ roles: ['admin', 'supervisor'] })
  const text = mailTextPage(services)
  const ledger = ledgerPage(services)

  router.get(mailsUrl, looks, mailsPage(services))
  router.get(mailTextUrl, edits, text.show)
  router.get(`${mailTextUrl}/html`, edits, text.html)
  router.post(mailTextUrl, edits, text.change)
  router.get(ledgerUrl, looks, ledger.show)
  router.post(ledgerUrl, sends, ledger.again)
  return router
}
