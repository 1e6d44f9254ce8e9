import { Router } from 'express'
import type { Services } from '../../services.ts'
import { agencyInPath, requireAt } from '../../staff/access.ts'
import { visitInPath } from '../pages/correctionPage.ts'
import { againStep } from './againStep.ts'
import { bookedPage } from './bookedPage.ts'
import { formPage } from './formPage.ts'
import { hoursPage } from './hoursPage.ts'
import { draftInPath, freers, turnoInPath } from './walk.ts'

/** Turnos that an agency's staff make for somebody who stands before them. */
export function deskRoutes(services: Services): Router {
  const router = Router()
  const at = '/recepcion/:agency'
  const staff = ['reception', 'supervisor', 'window'] as const
  const here = requireAt(agencyInPath, ...staff)
  const ofDraft = requireAt(draftInPath(services), ...staff)
  const mayFree = requireAt(draftInPath(services), ...freers)
  const ofTurno = requireAt(turnoInPath(services), ...staff)
  const form = formPage(services)
  const hours = hoursPage(services)
  const booked = bookedPage(services)

  router.get(`${at}/turno`, here, form.show)
  router.post(`${at}/turno`, here, form.save)
  router.get(`${at}/turno/:draft`, ofDraft, hours.show)
  router.post(`${at}/turno/:draft`, ofDraft, hours.book)
  // The links among the hours are relative: after an answer to that form they lead here.
  router.get(`${at}/turno/:draft/liberar`, mayFree, hours.back)
  router.post(`${at}/turno/:draft/liberar`, mayFree, hours.free)
  router.get(`${at}/turnos/:turno`, ofTurno, booked.show)
  router.get(`${at}/turnos/:turno/confirmacion.pdf`, ofTurno, booked.paper)
  router.post(
    '/ventanilla/visitas/:visit/turno',
    requireAt(visitInPath(services), 'window', 'supervisor'),
    againStep(services),
  )
  return router
}
