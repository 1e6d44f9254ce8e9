import type { RequestHandler } from 'express'
import createError from 'http-errors'
import { agencyColumns } from '../../agencies/settings/columns.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import type { Own } from '../adminPages.ts'
import { agencyUrl } from '../sections.ts'
import type { AgencyShowView } from './viewModels.ts'
import { settingWords } from './words.ts'

/** One agency: all that is set of it. */
export function showPage({
  adminPages,
  catalogue,
  database,
  pages,
  stores,
}: Services): RequestHandler {
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
