import { Router } from 'express'
import createError from 'http-errors'
import type { Services } from '../services.ts'
import { contextOf, seeOther } from '../web/context.ts'
import { field } from '../web/form.ts'
import { codePage } from './pages/codePage.ts'
import { contactPage } from './pages/contactPage.ts'
import { documentPage } from './pages/documentPage.ts'
import { placePage } from './pages/placePage.ts'
import { summaryPage } from './pages/summaryPage.ts'
import { timePage } from './pages/timePage.ts'
import { createWalk, stepUrl } from './pages/walk.ts'

/** The nine steps under `/turnos/nuevo`. */
export function bookingRoutes(services: Services): Router {
  const { booking, catalogue, limit } = services
  const router = Router()
  const walk = createWalk(services)
  const document = documentPage(services, walk)
  const contact = contactPage(services, walk)
  const code = codePage(services, walk)
  const place = placePage(services, walk)
  const time = timePage(services, walk)
  const summary = summaryPage(services, walk)

  router.get('/turnos/nuevo', (_request, response) => seeOther(response, '/'))

  router.post('/turnos/nuevo', limit('start'), async (request, response) => {
    const { browserSecret, language } = contextOf(request)
    const procedure = await catalogue.procedureBySlug(field(request, 'procedure'))
    if (!procedure) throw createError(404, 'No such procedure')
    const nonce = field(request, 'nonce').slice(0, 64)
    const draft = await booking.drafts.start({
      browserSecret,
      nonce,
      procedureId: procedure.id,
      language,
    })
    seeOther(response, stepUrl(draft, 'documento'))
  })

  const at = '/turnos/nuevo/:draft'
  router.get(
    at,
    walk.page('documento', async (request, response) => walk.onwards(request, response)),
  )
  router.get(`${at}/documento`, walk.page('documento', document.show))
  router.post(`${at}/documento`, walk.page('documento', document.save))
  router.get(`${at}/contacto`, walk.page('contacto', contact.show))
  router.post(`${at}/contacto`, limit('mail'), walk.page('contacto', contact.save))
  router.get(`${at}/codigo`, walk.page('codigo', code.show))
  router.post(`${at}/codigo`, walk.page('codigo', code.verify))
  router.get(`${at}/codigo/reenvio`, walk.page('codigo', code.show))
  router.post(`${at}/codigo/reenvio`, limit('mail'), walk.page('codigo', code.resend))
  router.get(`${at}/lugar`, walk.page('lugar', place.show))
  router.post(`${at}/lugar`, walk.page('lugar', place.save))
  router.get(`${at}/horario`, walk.page('horario', time.show))
  router.post(`${at}/horario`, walk.page('horario', time.save))
  router.get(`${at}/resumen`, walk.page('resumen', summary.show))
  router.post(`${at}/resumen`, walk.page('resumen', summary.confirm))
  return router
}
