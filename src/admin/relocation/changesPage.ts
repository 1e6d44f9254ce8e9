import type { RequestHandler } from 'express'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import type { Own } from '../adminPages.ts'
import { changeUrl, foundBy } from './found.ts'
import type { RelocationsView } from './viewModels.ts'

/** The changes of an agency that touched turnos, and how far their people are. */
export function changesPage(services: Services): RequestHandler {
  const { adminPages, relocations } = services
  const found = foundBy(services)
  return async (request, response) => {
    const agency = await found.agency(request)
    const { language } = contextOf(request)
    const changes = await relocations.changesOf(agency.id)
    const view: Own<RelocationsView> = {
      agency: adminPages.agencyTop(request, agency),
      rows: changes.map(({ change, counts }) => {
        const sum = (rows: typeof counts) => rows.reduce((total, row) => total + row.count, 0)
        return {
          url: changeUrl(agency.id, change.id),
          at: { at: change.createdAt, zone: agency.zone },
          kind: change.kind,
          reason: change.reason[language],
          total: sum(counts),
          settled: sum(counts.filter(({ status }) => status !== 'open' && status !== 'sent')),
        }
      }),
    }
    await adminPages.send(request, response, 'admin/relocations', view)
  }
}
