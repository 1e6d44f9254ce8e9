import { agenciesWith, type Staff } from './access.ts'
import type { Role } from './roles.ts'

/** Where somebody may go. `path` is null for whom there is nothing there. */
export type MenuEntry = { text: string; path(staff: Staff): string | null }

/** The staff's pages in the order of their menu; the first one open to somebody is where they begin. */
export const menu: readonly MenuEntry[] = [
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
export function onlyAgency(staff: Staff, roles: readonly Role[]): string | null {
  const agencies = agenciesWith(staff, roles)
  return agencies !== 'all' && agencies.length === 1 ? (agencies[0] ?? null) : null
}
