import type { Request } from 'express'
import createError from 'http-errors'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import type { Actor } from '../arrival.ts'
import type { AgencyPart } from '../viewModels.ts'
import { receptionUrl } from './addresses.ts'

/** The agency that a path names; 404 without one. The guard has asked whether it may be seen. */
export async function agencyOf(
  { database, stores }: Pick<Services, 'database' | 'stores'>,
  request: Request,
): Promise<Agency> {
  const { agency: id } = request.params
  const agency = typeof id === 'string' ? await stores.agencies.agency(database.read, id) : null
  if (!agency) throw createError(404, 'No such agency')
  return agency
}

/** What a page shows of its agency. */
export function agencyPart({ id, name, zone }: Agency): AgencyPart {
  return { id, name, zone, url: receptionUrl(id) }
}

/** The sender of a request as the one who does a step. */
export function actorOf(request: Request): Actor {
  return `staff:${knownStaff(request).id}`
}

/** One parameter of the path as text. */
export function inPath(request: Request, name: string): string {
  const value: unknown = request.params[name]
  return typeof value === 'string' ? value : ''
}
