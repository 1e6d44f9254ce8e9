import { Router } from 'express'
import type { Services } from '../../services.ts'
import { agencyInPath, requireAt } from '../../staff/access.ts'
import { createKioskDevice } from './device.ts'
import { kioskInPath, kiosksPage } from './kiosksPage.ts'
import { startPage } from './startPage.ts'
import { ticketPage } from './ticketPage.ts'

/** The kiosk at the door, and the page on which a supervisor makes a device one. */
export function kioskRoutes(services: Services): Router {
  const router = Router()
  const device = createKioskDevice(services)
  const start = startPage(services)
  const ticket = ticketPage(services)
  const list = kiosksPage(services, device)

  const at = '/llegada/:agency'
  router.get(at, device.page(start.show))
  router.post(at, device.page(start.arrive))
  router.get(`${at}/sin-turno`, device.page(start.askWalkIn))
  router.post(`${at}/sin-turno`, device.page(start.walkIn))
  router.get(`${at}/boleto/:token`, device.page(ticket.show))
  router.get(`${at}/boleto/:token/qr.svg`, device.page(ticket.qr))
  router.post(`${at}/boleto/:token/prioridad`, device.page(ticket.setPriority))

  const staffed = '/recepcion/:agency/quioscos'
  const supervises = requireAt(agencyInPath, 'supervisor')
  router.get(staffed, supervises, list.show)
  router.post(staffed, supervises, list.open)
  router.post(
    `${staffed}/:kiosk/cierre`,
    requireAt(kioskInPath(services), 'supervisor'),
    list.close,
  )
  return router
}
