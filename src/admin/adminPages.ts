import type { Request, Response } from 'express'
import { knownStaff } from '../staff/access.ts'
import type { StaffPages } from '../staff/staffPages.ts'
import { field, parameter } from '../web/form.ts'
import type { Pages } from '../web/pages.ts'
import { hiddenFields } from './confirm.ts'
import { agencyTabs, agencyUrl, sectionsOf } from './sections.ts'
import type { AdminBar, AdminFrame, AgencyTop, ConfirmView, Told } from './viewModels.ts'

/** The model of a page without what the frame adds. */
export type Own<View extends AdminFrame> = Omit<View, keyof AdminFrame>

type AdminPagesPorts = { pages: Pages; staffPages: StaffPages }

/** Sends pages in `layouts/admin`: the page's own model, the sections, and what just happened. */
export function createAdminPages({ pages, staffPages }: AdminPagesPorts) {
  function barOf(request: Request, told: Told | null): AdminBar {
    return {
      sections: sectionsOf(knownStaff(request)).map(({ text, url }) => ({
        label: pages.text(request, text),
        url,
        here: request.path === url || request.path.startsWith(`${url}/`),
      })),
      told: told ?? savedNotice(request),
    }
  }

  /** After a save the address ends in `?aviso=guardado`. */
  function savedNotice(request: Request): Told | null {
    if (request.method !== 'GET' || parameter(request, 'aviso') !== 'guardado') return null
    return { tone: 'done', title: pages.text(request, 'admin:told.saved'), text: null }
  }

  return {
    /** Sends a view in the frame; the request must have passed `needs`. */
    async send(
      request: Request,
      response: Response,
      view: string,
      model: object,
      { status = 200, told = null }: { status?: number; told?: Told | null } = {},
    ): Promise<void> {
      const admin = barOf(request, told)
      await staffPages.send(request, response, view, { admin, ...model }, status)
    },

    /**
     * Sends the page that says what will happen. `seen` is the mark (see confirm.ts) of how the thing
     * stands now; what the form sent goes along, with `hidden` where there is more.
     */
    async confirm(
      request: Request,
      response: Response,
      seen: string,
      model: Pick<ConfirmView, 'title' | 'changes' | 'consequences'> &
        Partial<Pick<ConfirmView, 'lead' | 'submit' | 'warning' | 'maySave' | 'hidden'>>,
    ): Promise<void> {
      const before = field(request, 'seen')
      const view: Own<ConfirmView> = {
        lead: null,
        submit: pages.text(request, 'admin:confirm.save'),
        warning: false,
        maySave: true,
        ...model,
        changedMeanwhile: before !== '' && before !== seen,
        hidden: [...hiddenFields(request, seen), ...(model.hidden ?? [])],
        action: request.path,
      }
      await this.send(request, response, 'admin/confirm', view)
    },

    /** The top of a page about an agency, with the tabs that this person may open. */
    agencyTop(
      request: Request,
      agency: { id: string; name: string; code: string; active: boolean },
    ): AgencyTop {
      const { roles } = knownStaff(request)
      const tabs = agencyTabs.filter((tab) => roles.some(({ role }) => tab.roles.includes(role)))
      return {
        name: agency.name,
        code: agency.code,
        active: agency.active,
        tabs: tabs.map(({ text, path }) => {
          const url = agencyUrl(agency.id, path)
          const here = request.path === url || (path !== '' && request.path.startsWith(`${url}/`))
          return { label: pages.text(request, text), url, here }
        }),
      }
    },
  }
}
