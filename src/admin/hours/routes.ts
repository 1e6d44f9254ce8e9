import { type RequestHandler, Router } from 'express'
import { readDate } from '../../calendar/intervalText.ts'
import type { Services } from '../../services.ts'
import { agencyInPath, needs } from '../../staff/access.ts'
import { seeOther } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import { agendaForm } from './agendaForm.ts'
import { calendarPage } from './calendarPage.ts'
import { capacityPage } from './capacityPage.ts'
import { changeFlow } from './changeFlow.ts'
import { changesPage } from './changesPage.ts'
import { closureForm } from './closureForm.ts'
import { exceptionForm } from './exceptionForm.ts'
import { holidayForm } from './holidayForm.ts'
import { holidaysPage } from './holidaysPage.ts'
import { poolForm } from './poolForm.ts'
import { hoursUrl, recordUrl } from './urls.ts'
import { weekForm } from './weekForm.ts'

/** Hours and capacity of an agency, and the rest days of the country. */
export function hoursRoutes(services: Services): Router {
  const router = Router()
  const at = '/admin/agencias/:agency'
  const looks = needs({ roles: ['admin', 'supervisor', 'auditor'], agency: agencyInPath })
  const runs = needs({ roles: ['admin', 'supervisor'], agency: agencyInPath })
  const sets = needs({ roles: ['admin'], agency: agencyInPath })

  const pages: [string, RequestHandler, ReturnType<typeof changeFlow>][] = [
    [`${at}/cierres/:closure`, runs, changeFlow(services, closureForm(services))],
    [`${at}/excepciones/:date`, runs, changeFlow(services, exceptionForm(services))],
    [`${at}/semanas/:week`, sets, changeFlow(services, weekForm(services))],
    [`${at}/agendas/:procedure/semanas/:week`, sets, changeFlow(services, weekForm(services))],
    [`${at}/ventanillas/:pool`, sets, changeFlow(services, poolForm(services))],
    [`${at}/agendas/:procedure`, sets, changeFlow(services, agendaForm(services))],
  ]
  router.get(`${at}/horario`, looks, calendarPage(services))
  router.get(`${at}/capacidad`, looks, capacityPage(services))
  router.get(`${at}/excepciones`, runs, toDay)
  for (const [path, guard, { show, change }] of pages) {
    router.get(path, guard, show)
    router.post(path, guard, change)
  }
  const changes = changesPage(services)
  router.get(`${at}/cambios`, looks, changes.list)
  router.post(`${at}/cambios/:change`, runs, changes.undo)

  const holidays = holidaysPage(services)
  const holiday = changeFlow(services, holidayForm(services))
  router.get('/admin/feriados', needs({ roles: ['admin', 'supervisor', 'auditor'] }), holidays.list)
  router.post('/admin/feriados/llenar', needs({ roles: ['admin'] }), holidays.fill)
  router.get('/admin/feriados/:holiday', needs({ roles: ['admin'] }), holiday.show)
  router.post('/admin/feriados/:holiday', needs({ roles: ['admin'] }), holiday.change)
  return router
}

/** The form that asks for a day leads to that day's page; no day, back to the calendar. */
const toDay: RequestHandler = (request, response) => {
  const { agency = '' } = request.params
  const id = typeof agency === 'string' ? agency : ''
  const date = readDate(parameter(request, 'fecha'))
  seeOther(response, date === null ? hoursUrl(id) : recordUrl(id, 'excepciones', date))
}
