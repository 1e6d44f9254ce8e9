import type { RequestHandler } from 'express'
import type { Services } from '../services.ts'
import { knownStaff } from '../staff/access.ts'
import type { Own } from './adminPages.ts'
import { groups, sectionsOf } from './sections.ts'
import type { AdminHomeView } from './viewModels.ts'

/** The first page of the administration: what there is to set, in a few groups. */
export function homePage({ adminPages, pages }: Services): RequestHandler {
  return async (request, response) => {
    const open = sectionsOf(knownStaff(request))
    const view: Own<AdminHomeView> = {
      groups: groups
        .map((group) => ({
          group,
          title: pages.text(request, `admin:groups.${group}`),
          sections: open
            .filter((section) => section.group === group)
            .map(({ text, hint, url }) => ({
              label: pages.text(request, text),
              hint: pages.text(request, hint),
              url,
            })),
        }))
        .filter(({ sections }) => sections.length > 0),
    }
    await adminPages.send(request, response, 'admin/home', view)
  }
}
