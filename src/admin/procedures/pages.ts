import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import type { ProcedureRow } from '../../../db/procedureStore.ts'
import { procedureData } from '../../agencies/saveProcedure.ts'
import type { Services } from '../../services.ts'
import { type AgencyOf, knownStaff } from '../../staff/access.ts'
import { contextOf } from '../../web/context.ts'
import type { Own } from '../adminPages.ts'
import type { ProcedureListView, ProcedureShowView } from './viewModels.ts'
import { procedureWords } from './words.ts'

/** The address of a procedure's page, or of one behind it. */
export function procedureUrl(id: string, path = ''): string {
  return `/admin/tramites/${encodeURIComponent(id)}${path === '' ? '' : `/${path}`}`
}

/** A procedure is the institution's: who may open it holds their role everywhere. */
export function procedureInPath({ database, stores }: Services): AgencyOf {
  return async ({ params: { procedure: id } }) =>
    typeof id === 'string' && (await stores.procedures.one(database.read, id))
      ? 'institution'
      : null
}

/** The procedure that a path names; 404 without one. */
export async function procedureOf(
  { database, stores }: Pick<Services, 'database' | 'stores'>,
  request: Request,
): Promise<ProcedureRow> {
  const row = await stores.procedures.one(database.read, String(request.params.procedure))
  if (!row) throw createError(404, 'No such procedure')
  return row
}

/** What one can get a turno for, and each as it is now. */
export function procedurePages(services: Services) {
  const { adminPages, database, pages, stores } = services

  const list: RequestHandler = async (request, response) => {
    const { language } = contextOf(request)
    const agendas = await stores.procedures.agendas(database.read)
    const view: Own<ProcedureListView> = {
      sets: knownStaff(request).roles.some(({ role }) => role === 'admin'),
      rows: (await stores.procedures.all(database.read)).map(
        ({ id, slug, name, version, active }) => ({
          url: procedureUrl(id),
          name: name[language],
          slug,
          version,
          agendas: agendas.get(id) ?? 0,
          active,
        }),
      ),
    }
    await adminPages.send(request, response, 'admin/procedures', view)
  }

  const show: RequestHandler = async (request, response) => {
    const row = await procedureOf(services, request)
    const { language } = contextOf(request)
    const sets = knownStaff(request).roles.some(({ role }) => role === 'admin')
    const agendas = await stores.procedures.agendas(database.read)
    const view: Own<ProcedureShowView> = {
      name: row.name[language],
      active: row.active,
      version: row.version,
      agendas: agendas.get(row.id) ?? 0,
      ahead: await stores.procedures.ahead(database.read, row.id),
      facts: procedureWords(pages, request).facts(procedureData(row)),
      publicUrl: `/tramites/${row.slug}`,
      editUrl: sets ? procedureUrl(row.id, 'datos') : null,
    }
    await adminPages.send(request, response, 'admin/procedure', view)
  }

  return { list, show }
}
