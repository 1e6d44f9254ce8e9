import { agenciesWith, type Staff } from './access.ts'
import type { Role } from './roles.ts'

/** Where somebody may go. `path` is null for whom there is nothing there. */
export type MenuEntry = { text: string; path(staff: Staff): string | null }

/** The staff's pages in the order of their menu; the first one open to somebody is where they begin. */
export const menu: readonly MenuEntry[] = [
  {
    text: 'staff:menu.window',
    path: (staff) => (staff.roles.some(({ role }) => role === 'window') ? '/ventanilla' : null),
  },
  { text: 'staff:menu.reception', path: (staff) => receptionPath(staff) },
  { text: 'staff:menu.day', path: (staff) => dayPath(staff) },
  { text: 'staff:menu.admin', path: (staff) => (mayAdminister(staff) ? '/admin' : null) },
  { text: 'staff:menu.account', path: () => '/personal/cuenta' },
]

/** The menu of one person: names of texts and addresses. */
export function menuOf(staff: Staff): { text: string; path: string }[] {
  return menu.flatMap(({ text, path }) => {
    const address = path(staff)
    return address === null ? [] : [{ text, path: address }]
  })
}

/** Where somebody begins after signing in. */
export function firstPage(staff: Staff): string {
  return menuOf(staff)[0]?.path ?? '/personal/cuenta'
}

/** The one agency where somebody has one of `roles`; null where there are several, or none. */
function onlyAgency(staff: Staff, roles: readonly Role[]): string | null {
  const agencies = agenciesWith(staff, roles)
  return agencies !== 'all' && agencies.length === 1 ? (agencies[0] ?? null) : null
}

/** Where somebody takes people in: at their one agency, or where they choose one. */
function receptionPath(staff: Staff): string | null {
  const roles: Role[] = ['reception', 'supervisor']
  const one = onlyAgency(staff, roles)
  if (one !== null) return `/recepcion/${one}`
  const several = agenciesWith(staff, roles)
  return several !== 'all' && several.length > 1 ? '/recepcion' : null
}

/** Who sets something, or may look at what is set. */
function mayAdminister({ roles }: Staff): boolean {
  return roles.some(({ role }) => role === 'admin' || role === 'supervisor' || role === 'auditor')
}

function dayPath(staff: Staff): string | null {
  const one = onlyAgency(staff, ['supervisor'])
  return one === null ? null : `/recepcion/${one}/dia`
}
