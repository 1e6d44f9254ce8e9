import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import { seeOther } from '../web/context.ts'
import type { Role, RoleGrant } from './roles.ts'

/** Who sent a request: somebody who works here and is fully signed in. */
export type Staff = {
  id: string
  name: string
  email: string
  roles: RoleGrant[]
  /** Whether the second factor was given in this session. */
  strong: boolean
}

/** What a request's session told of its sender. */
export type Presence = {
  staff: Staff
  /** Which session it is, by the key it is stored under. */
  sessionKey: string
  /** They must set a second factor up before they may do anything else. */
  mustSetUpFactor: boolean
  /** Counts the request as a sign of life, so that the session does not idle out. */
  touch(): Promise<void>
}

export const signInPath = '/personal/entrar'
export const secondFactorPath = '/personal/cuenta/segundo-factor'

const presences = new WeakMap<Request, Presence>()

/** Remembers who sent a request; for the middleware that reads the session. */
export function setPresence(request: Request, presence: Presence): void {
  presences.set(request, presence)
}

/** The session behind a request, or null where nobody is fully signed in. */
export function presenceOf(request: Request): Presence | null {
  return presences.get(request) ?? null
}

/** Who sent a request, or null where nobody is fully signed in. */
export function staffOf(request: Request): Staff | null {
  return presenceOf(request)?.staff ?? null
}

/** The sender of a request behind `needs`; throws where no guard stood before. */
export function knownStaff(request: Request): Staff {
  const staff = staffOf(request)
  if (!staff) throw new Error('A staff page without its guard')
  return staff
}

/** Whether somebody has one of `wanted` at an agency: there, or in the whole institution. */
export function may(
  staff: Pick<Staff, 'roles'>,
  wanted: Role | readonly Role[],
  agencyId: string,
): boolean {
  return staff.roles.some(
    (grant) =>
      isOneOf(grant.role, wanted) && (grant.agencyId === null || grant.agencyId === agencyId),
  )
}

/** The agencies where somebody has one of `wanted`; `all` where they have it everywhere. */
export function agenciesWith(
  staff: Pick<Staff, 'roles'>,
  wanted: Role | readonly Role[],
): string[] | 'all' {
  const held = staff.roles.filter((grant) => isOneOf(grant.role, wanted))
  if (held.some(({ agencyId }) => agencyId === null)) return 'all'
  return [...new Set(held.flatMap(({ agencyId }) => agencyId ?? []))]
}

/** The agency that the record behind a request belongs to; null where there is no such record. */
export type AgencyOf = (request: Request) => string | null | Promise<string | null>

/** What a route needs of whoever asks for it. */
export type Needs = {
  /** One of these roles; `anyone` who is signed in. */
  roles: readonly Role[] | 'anyone'
  /** The role must be held at this agency, which is the record's own and not what a form says. */
  agency?: AgencyOf
  /** Asked for by a page by itself (a poll, a live stream): no sign that anybody sits there. */
  passive?: boolean
  /** Open to who has yet to set up the second factor that is asked of them. */
  beforeSecondFactor?: boolean
}

const declared = new WeakMap<object, Needs>()

/**
 * The guard of a route, to stand before its handler: signed out → to the sign-in page and back
 * afterwards; without the role, or not at the record's agency → 403; no such record → 404. What it
 * needs is kept with it, so that the tests ask every route for every role.
 */
export function needs(needed: Needs): RequestHandler {
  const guard: RequestHandler = async (request, response, next) => {
    const presence = presences.get(request)
    if (!presence) return seeOther(response, signInUrl(request))
    if (presence.mustSetUpFactor && !needed.beforeSecondFactor) {
      return seeOther(response, secondFactorPath)
    }
    await assertAllowed(presence.staff, needed, request)
    if (!needed.passive) await presence.touch()
    next()
  }
  declared.set(guard, needed)
  return guard
}

/** One of `roles`, anywhere. */
export function requireRole(...roles: Role[]): RequestHandler {
  return needs({ roles })
}

/** One of `roles` at the agency of the record itself. */
export function requireAt(agency: AgencyOf, ...roles: Role[]): RequestHandler {
  return needs({ roles, agency })
}

/** The agency that a path names: `/llegada/:agency`. */
export const agencyInPath: AgencyOf = ({ params: { agency } }) =>
  typeof agency === 'string' ? agency : null

/** What a route's handler was declared to need; null where it is no guard. */
export function needsOf(handler: object): Needs | null {
  return declared.get(handler) ?? null
}

async function assertAllowed(staff: Staff, { roles, agency }: Needs, request: Request) {
  const anywhere = roles === 'anyone' || staff.roles.some(({ role }) => roles.includes(role))
  if (!anywhere) throw createError(403, 'Not with this role')
  if (!agency) return
  const agencyId = await agency(request)
  if (agencyId === null) throw createError(404, 'No such record')
  const there =
    roles === 'anyone' ? agenciesWithAnything(staff, agencyId) : may(staff, roles, agencyId)
  if (!there) throw createError(403, 'Not at this agency')
}

function agenciesWithAnything(staff: Staff, agencyId: string): boolean {
  return staff.roles.some((grant) => grant.agencyId === null || grant.agencyId === agencyId)
}

function isOneOf(role: Role, wanted: Role | readonly Role[]): boolean {
  return typeof wanted === 'string' ? role === wanted : wanted.includes(role)
}

/** Only what was looked at can be come back to; what a form sent is gone. */
function signInUrl(request: Request): string {
  if (request.method !== 'GET') return signInPath
  return `${signInPath}?${new URLSearchParams({ volver: request.originalUrl })}`
}
