import { Router } from 'express'
import type { Services } from '../services.ts'
import { needs, secondFactorPath, signInPath } from './access.ts'
import { accountPage, accountPath } from './pages/accountPage.ts'
import { factorPage } from './pages/factorPage.ts'
import { factorSetUpPage } from './pages/factorSetUpPage.ts'
import { linkPage } from './pages/linkPage.ts'
import { passwordPage } from './pages/passwordPage.ts'
import { factorPath, signInPage, staffHome } from './pages/signInPage.ts'

/** How the people who work here come in and go, and their own accounts: `/personal`. */
export function staffRoutes(services: Services): Router {
  const router = Router()
  const signIn = signInPage(services)
  const factor = factorPage(services)
  const link = linkPage(services)
  const account = accountPage(services)
  const password = passwordPage(services)
  const setUp = factorSetUpPage(services)
  const anyone = needs({ roles: 'anyone' })
  const onTheWayIn = needs({ roles: 'anyone', beforeSecondFactor: true })

  router.get(signInPath, signIn.show)
  router.post(signInPath, signIn.signIn)
  router.get(factorPath, factor.show)
  router.post(factorPath, factor.give)
  router.get('/personal/enlace/:token', link.show)
  router.post('/personal/enlace/:token', link.use)

  router.get(staffHome, anyone, account.home)
  router.post('/personal/salir', onTheWayIn, account.signOut)
  router.get(accountPath, anyone, account.show)
  router.post(`${accountPath}/sesiones`, anyone, account.endSessions)
  router.get(`${accountPath}/clave`, anyone, password.show)
  router.post(`${accountPath}/clave`, anyone, password.save)
  router.get(secondFactorPath, onTheWayIn, setUp.show)
  router.get(`${secondFactorPath}/qr.svg`, onTheWayIn, setUp.qr)
  router.post(secondFactorPath, onTheWayIn, setUp.setUp)
  router.post(`${secondFactorPath}/codigos`, anyone, setUp.renewCodes)
  router.post(`${secondFactorPath}/fin`, anyone, setUp.remove)
  return router
}
