import type { Request } from 'express'
import type { Services } from '../../services.ts'
import { type AgencyOf, agenciesWith, knownStaff, type Staff } from '../../staff/access.ts'
import type { Account } from '../../staff/account.ts'
import type { Unfit } from '../../staff/accountGuard.ts'
import { isInstitutionWide, isRole, type Role, type RoleGrant, roles } from '../../staff/roles.ts'
import { field } from '../../web/form.ts'

/** Who works at a window or at the door: whom a supervisor takes in at their own agency. */
const clerks: readonly Role[] = ['window', 'reception']

/** How many roles a form has room for. */
export const mostGrants = 6

export function isAdmin(staff: Pick<Staff, 'roles'>): boolean {
  return staff.roles.some(({ role }) => role === 'admin')
}

/** The roles that somebody may give. */
export function rolesGivenBy(staff: Pick<Staff, 'roles'>): readonly Role[] {
  return isAdmin(staff) ? roles : clerks
}

/** The agencies at which somebody may give them. */
export function agenciesGivenBy(staff: Pick<Staff, 'roles'>): string[] | 'all' {
  return isAdmin(staff) ? 'all' : agenciesWith(staff, 'supervisor')
}

/**
 * The one agency where somebody is a clerk and nothing else, so that its supervisor answers for them;
 * null where the whole institution does.
 */
export function agencyAnsweringFor({ roles: held }: Pick<Account, 'roles'>): string | null {
  const [first] = held
  const one = first?.agencyId ?? null
  const here = held.every(({ role, agencyId }) => clerks.includes(role) && agencyId === one)
  return held.length > 0 && here ? one : null
}

/** The agency that answers for the person in a path; those of the whole institution for all others. */
export function personInPath({ staff }: Services): AgencyOf {
  return async ({ params: { person } }) => {
    const account = typeof person === 'string' ? await staff.accounts.byId(person) : null
    return account && (agencyAnsweringFor(account) ?? 'institution')
  }
}

/**
 * Why somebody with these roles may not change a person's account: they do not answer for that person,
 * or it was closed, and only an admin opens it again.
 */
export function whyNotChange(
  own: readonly RoleGrant[],
  person: Pick<Account, 'roles' | 'status'> | null,
): Unfit | null {
  const me = { roles: [...own] }
  if (person === null || isAdmin(me)) return null
  const agency = agencyAnsweringFor(person)
  const where = agenciesGivenBy(me)
  if (agency === null || where === 'all' || !where.includes(agency)) return 'elsewhere'
  return person.status === 'disabled' ? 'closed' : null
}

/** Why somebody with these roles may not give those; null where they may. */
export function whyNotGive(own: readonly RoleGrant[], grants: readonly RoleGrant[]): Unfit | null {
  const me = { roles: [...own] }
  const [roleNames, where] = [rolesGivenBy(me), agenciesGivenBy(me)]
  const may = ({ role, agencyId }: RoleGrant) =>
    roleNames.includes(role) && (where === 'all' || (agencyId !== null && where.includes(agencyId)))
  return grants.every(may) ? null : 'not-yours'
}

/** Whether two lists of roles say the same. */
export function sameGrants(one: readonly RoleGrant[], other: readonly RoleGrant[]): boolean {
  const key = (held: readonly RoleGrant[]) =>
    held
      .map(({ role, agencyId }) => `${role}@${agencyId}`)
      .sort()
      .join()
  return key(one) === key(other)
}

export type ReadGrants =
  | { ok: true; grants: RoleGrant[] }
  | { ok: false; field: string; reason: 'no-role' | 'no-agency' | 'not-yours' }

/** The roles that a form gives: rows of a role and an agency; an empty row gives none. */
export function readGrants(request: Request, agencies: readonly string[]): ReadGrants {
  const staff = knownStaff(request)
  const given = rolesGivenBy(staff)
  const where = agenciesGivenBy(staff)
  const grants: RoleGrant[] = []
  for (let at = 0; at < mostGrants; at += 1) {
    const role = field(request, `role-${at}`)
    if (role === '') continue
    if (!isRole(role) || !given.includes(role)) {
      return { ok: false, field: `role-${at}`, reason: 'not-yours' }
    }
    const agency = field(request, `agency-${at}`)
    if (isInstitutionWide(role)) {
      grants.push({ role, agencyId: null })
      continue
    }
    if (!agencies.includes(agency)) return { ok: false, field: `agency-${at}`, reason: 'no-agency' }
    if (where !== 'all' && !where.includes(agency)) {
      return { ok: false, field: `agency-${at}`, reason: 'not-yours' }
    }
    grants.push({ role, agencyId: agency })
  }
  if (grants.length === 0) return { ok: false, field: 'role-0', reason: 'no-role' }
  const key = ({ role, agencyId }: RoleGrant) => `${role}@${agencyId}`
  return { ok: true, grants: [...new Map(grants.map((one) => [key(one), one])).values()] }
}
