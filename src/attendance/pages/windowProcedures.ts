import type { Request } from 'express'
import type { Procedure } from '../../agencies/procedure.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import type { Window } from '../windows.ts'

type CatalogueOnly = Pick<Services, 'catalogue'>

/** The procedures that an agency serves, in the institution's order. */
export async function proceduresHere(
  { catalogue }: CatalogueOnly,
  agencyId: string,
): Promise<Procedure[]> {
  const procedures = await catalogue.procedures()
  const served = await Promise.all(
    procedures.map(async ({ id }) =>
      (await catalogue.agendas(id)).some(({ agency }) => agency.id === agencyId),
    ),
  )
  return procedures.filter((_, place) => served[place])
}

/** What a window serves, in the page's language; null where it is everything. */
export async function servedBy(
  { catalogue }: CatalogueOnly,
  request: Request,
  { procedures }: Pick<Window, 'procedures'>,
): Promise<string | null> {
  if (procedures.length === 0) return null
  const { language } = contextOf(request)
  const names = (await catalogue.procedures())
    .filter(({ id }) => procedures.includes(id))
    .map(({ name }) => name[language])
  return new Intl.ListFormat(language).format(names)
}
