import type { RequestHandler } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import type { Own } from '../adminPages.ts'
import type { AgencyShowView } from './viewModels.ts'

/** One agency: what is set of it. */
export function showPage({ adminPages, database, stores }: Services): RequestHandler {
  return async (request, response) => {
    const agency = await stores.agencyList.one(database.read, String(request.params.agency))
    if (!agency) throw createError(404, 'No such agency')
    const view: Own<AgencyShowView> = {
      agency: adminPages.agencyTop(request, agency),
      facts: agency,
    }
    await adminPages.send(request, response, 'admin/agency', view)
  }
}
