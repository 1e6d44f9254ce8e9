import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import { agencyColumns } from '../../agencies/settings/columns.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import type { Own } from '../adminPages.ts'
import { capacityUrl, recordUrl } from '../hours/urls.ts'
import { agencyUrl } from '../sections.ts'
import type { AgencyShowView } from './viewModels.ts'
import { settingWords } from './words.ts'

/** One agency: all that is set of it, and what it lacks before anybody can book there. */
export function showPage({
  adminPages,
  catalogue,
  database,
  pages,
  stores,
}: Services): RequestHandler {
  /** What is still to be set, in the order in which it is done. */
  async function stepsOf(request: Request, id: string): Promise<AgencyShowView['steps']> {
    const lacks = await stores.agencyList.lacks(database.read, id)
    const steps = [
      {
        text: pages.text(request, 'admin:agency.steps.hours'),
        url: recordUrl(id, 'semanas', 'siempre'),
        done: !lacks.hours,
      },
      {
        text: pages.text(request, 'admin:agency.steps.agenda'),
        url: capacityUrl(id),
        done: !lacks.agendas,
      },
    ]
    return steps.every(({ done }) => done) ? [] : steps
  }

  return async (request, response) => {
    const agency = await stores.agencySettings.one(database.read, String(request.params.agency))
    if (!agency) throw createError(404, 'No such agency')
    const { id, settings } = agency
    const words = settingWords(pages, request)
    const provinces = await catalogue.provinces()
    const sets = knownStaff(request).roles.some(({ role }) => role === 'admin')
    const view: Own<AgencyShowView> = {
      agency: adminPages.agencyTop(request, { id, ...settings }),
      editUrl: sets ? agencyUrl(id, 'datos') : null,
      steps: sets && settings.active ? await stepsOf(request, id) : [],
      facts: agencyColumns
        .filter(({ name }) => name !== 'code' && name !== 'name')
        .flatMap(({ name }) => {
          const value = words.shown(name, settings, provinces)
          return value === null ? [] : [{ label: words.label(name), value }]
        }),
    }
    await adminPages.send(request, response, 'admin/agency', view)
  }
}
