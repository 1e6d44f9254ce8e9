import type { Request } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { agencyUrl } from '../sections.ts'

/** The addresses of the assistant's pages. */
export const changesUrl = (agencyId: string) => agencyUrl(agencyId, 'reubicar')
export const changeUrl = (agencyId: string, changeId: string) =>
  `${changesUrl(agencyId)}/${encodeURIComponent(changeId)}`
export const personUrl = (agencyId: string, changeId: string, id: string) =>
  `${changeUrl(agencyId, changeId)}/${encodeURIComponent(id)}`

/** Who acts, as the record names them. */
export function actorOf(request: Request): `staff:${string}` {
  return `staff:${knownStaff(request).id}`
}

/** Finds what a path names; 404 where it is not that agency's. */
export function foundBy({ database, relocations, stores }: Services) {
  async function agency(request: Request) {
    const found = await stores.agencyList.one(database.read, String(request.params.agency))
    if (!found) throw createError(404, 'No such agency')
    return found
  }

  async function change(request: Request) {
    const at = await agency(request)
    const found = await relocations.change(String(request.params.cause))
    if (found?.agencyId !== at.id) throw createError(404, 'No such change at this agency')
    return { agency: at, change: found }
  }

  async function person(request: Request) {
    const at = await change(request)
    const found = await relocations.byId(String(request.params.relocation))
    if (found?.changeId !== at.change.id) throw createError(404, 'Not touched by this change')
    return { ...at, relocation: found }
  }

  return { agency, change, person }
}
