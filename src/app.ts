import express, { type Express } from 'express'
import { adminRoutes, agencyUploadPath } from './admin/routes.ts'
import { deskRoutes } from './attendance/desk/routes.ts'
import { kioskRoutes } from './attendance/kiosk/routes.ts'
import { attendanceRoutes } from './attendance/routes.ts'
import { bookingRoutes } from './booking/routes.ts'
import { mailboxRoutes } from './messages/builtIn/routes.ts'
import { relocationRoutes } from './relocation/routes.ts'
import type { Services } from './services.ts'
import { signInPath, staffOf } from './staff/access.ts'
import { staffRoutes } from './staff/routes.ts'
import { turnoRoutes } from './turno/routes.ts'
import { compressed } from './web/compressed.ts'
import { requireCsrfToken, sameOriginOnly } from './web/csrf.ts'
import { errorPage, notFound } from './web/errors.ts'
import { forms } from './web/form.ts'
import { securityHeaders } from './web/headers.ts'
import { healthRoutes } from './web/health.ts'
import { homeRoutes } from './web/home.ts'
import { knownHostOnly, ownOrigins } from './web/host.ts'
import { requestLog } from './web/log.ts'
import { knownMethodsOnly } from './web/methods.ts'
import { textPathOnly } from './web/paths.ts'
import { uploads } from './web/upload.ts'
import { visitor } from './web/visitor.ts'

/** The whole application over its services: middleware in order, then the rooms' routes. */
export function createApp(services: Services): Express {
  const { assets, clock, config, cookies, hash, limit, log, pages, publicUrl, staff } = services
  const secure = config.publicBaseUrl?.startsWith('https:') ?? false
  const app = express()
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  app.disable('etag')
  app.disable('x-powered-by')

  app.use(securityHeaders(secure))
  app.use(healthRoutes(services))
  app.use(assets.serve)
  app.use(visitor(cookies))
  app.use(requestLog(log, clock))
  app.use(knownMethodsOnly)
  app.use(textPathOnly)
  app.use(knownHostOnly(config.demo ? null : publicUrl()))
  app.use(compressed())
  app.use(sameOriginOnly((request) => ownOrigins(request, publicUrl(), config.demo)))
  app.use(limit('change'))
  app.use(staff.cookie.identify())
  app.use(
    uploads({
      at: agencyUploadPath,
      may: (request) => staffOf(request) !== null,
      elsewhere: signInPath,
    }),
  )
  app.use(forms((request) => request.path.startsWith('/admin/') && staffOf(request) !== null))
  app.use(requireCsrfToken(hash))

  app.use(bookingRoutes(services))
  app.use(homeRoutes(services))
  app.use(relocationRoutes(services))
  app.use(turnoRoutes(services))
  app.use(staffRoutes(services))
  app.use(attendanceRoutes(services))
  app.use(adminRoutes(services))
  app.use(kioskRoutes(services))
  app.use(deskRoutes(services))
  if (services.mailbox) app.use(mailboxRoutes(services, services.mailbox))

  app.use(notFound)
  app.use(errorPage(pages, clock, log))
  return app
}
