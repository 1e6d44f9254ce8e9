import type { Staff } from '../staff/access.ts'
import type { Role } from '../staff/roles.ts'

/** Under which heading of the home page a section stands. */
export const groups = ['places', 'services', 'people', 'record'] as const

export type AdminGroup = (typeof groups)[number]

/**
 * One part of the administration: its name and one sentence of what it is for (keys of texts), where
 * it begins, and who may open it. The routes' own `needs` decide; this list only shows the way.
 */
export type AdminSection = {
  group: AdminGroup
  text: string
  hint: string
  url: string
  roles: readonly Role[]
}

/** Every section, in the order of the menu. A new one is a line here. */
export const sections: readonly AdminSection[] = [
  {
    group: 'places',
    text: 'admin:sections.agencies',
    hint: 'admin:sections.agenciesHint',
    url: '/admin/agencias',
    roles: ['admin', 'supervisor', 'auditor'],
  },
  {
    group: 'places',
    text: 'hours:holiday.title',
    hint: 'hours:holiday.hint',
    url: '/admin/feriados',
    roles: ['admin', 'supervisor', 'auditor'],
  },
  {
    group: 'services',
    text: 'admin:procedures.title',
    hint: 'admin:procedures.sectionHint',
    url: '/admin/tramites',
    roles: ['admin', 'auditor'],
  },
  {
    group: 'services',
    text: 'mails:title',
    hint: 'mails:sectionHint',
    url: '/admin/mensajes',
    roles: ['admin', 'supervisor', 'auditor'],
  },
  {
    group: 'people',
    text: 'admin:people.title',
    hint: 'admin:people.sectionHint',
    url: '/admin/personas',
    roles: ['admin', 'supervisor'],
  },
  {
    group: 'record',
    text: 'record:title',
    hint: 'record:sectionHint',
    url: '/admin/registro',
    roles: ['admin', 'auditor'],
  },
  {
    group: 'record',
    text: 'reports:title',
    hint: 'reports:sectionHint',
    url: '/admin/informes',
    roles: ['admin', 'supervisor', 'auditor'],
  },
]

/** The sections that somebody may open. */
export function sectionsOf(staff: Staff): AdminSection[] {
  return sections.filter(({ roles }) => staff.roles.some(({ role }) => roles.includes(role)))
}

/** One page about an agency, shown as a tab on all of them; `path` comes behind the agency's address. */
export type AgencyTab = { text: string; path: string; roles: readonly Role[] }

/** The pages about one agency, in the order of their tabs. A new one is a line here. */
export const agencyTabs: readonly AgencyTab[] = [
  { text: 'admin:agency.tab', path: '', roles: ['admin', 'supervisor', 'auditor'] },
  { text: 'hours:tab', path: 'horario', roles: ['admin', 'supervisor', 'auditor'] },
  { text: 'hours:capacityTab', path: 'capacidad', roles: ['admin', 'supervisor', 'auditor'] },
  { text: 'relocation:staff.tab', path: 'reubicar', roles: ['admin', 'supervisor'] },
]

/** The address of an agency's page, or of one of its tabs. */
export function agencyUrl(agencyId: string, path = ''): string {
  return `/admin/agencias/${encodeURIComponent(agencyId)}${path === '' ? '' : `/${path}`}`
}
