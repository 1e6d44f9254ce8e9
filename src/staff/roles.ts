/** What somebody who works here may be, in the order pages list them. */
export const roles = ['window', 'reception', 'supervisor', 'admin', 'auditor'] as const

export type Role = (typeof roles)[number]

/** A role at one agency or, where `agencyId` is null, in the whole institution. */
export type RoleGrant = { role: Role; agencyId: string | null }

/** Roles that are held in the whole institution; the others belong to an agency. */
const institutionWide: readonly Role[] = ['admin', 'auditor']

/** Roles for which one password is never enough. */
const privileged: readonly Role[] = ['supervisor', 'admin']

/** Whether `text` names a role. */
export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}

/** Whether a role is held in the whole institution rather than at an agency. */
export function isInstitutionWide(role: Role): boolean {
  return institutionWide.includes(role)
}

/** Whether who has these roles can do enough harm to need a second factor always. */
export function arePrivileged(grants: readonly RoleGrant[]): boolean {
  return grants.some(({ role }) => privileged.includes(role))
}
