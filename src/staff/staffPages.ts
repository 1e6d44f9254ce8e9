import type { Request, Response } from 'express'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Pages } from '../web/pages.ts'
import { knownStaff, type Staff } from './access.ts'
import { menuOf } from './menu.ts'

/** What `layouts/staff` shows of who is signed in; the model has it under `staff`. */
export type StaffBar = {
  name: string
  /** The agencies they work at; empty for who works in the whole institution. */
  agencies: readonly string[]
  menu: readonly { label: string; url: string; here: boolean }[]
}

type StaffPagesPorts = { pages: Pages; database: Database; stores: Stores }

/** Sends pages in `layouts/staff`: the page's own model, and who is signed in. */
export function createStaffPages({ pages, database, stores }: StaffPagesPorts) {
  async function agencyNames(staff: Staff): Promise<string[]> {
    const ids = new Set(staff.roles.flatMap(({ agencyId }) => agencyId ?? []))
    const agencies = await Promise.all(
      [...ids].map((id) => stores.agencies.agency(database.read, id)),
    )
    return agencies.flatMap((agency) => agency?.name ?? []).sort()
  }

  async function barOf(request: Request): Promise<StaffBar> {
    const staff = knownStaff(request)
    return {
      name: staff.name,
      agencies: await agencyNames(staff),
      menu: menuOf(staff).map(({ text, path }) => ({
        label: pages.text(request, text),
        url: path,
        here: request.path === path || (path === '/admin' && request.path.startsWith('/admin/')),
      })),
    }
  }

  return {
    /** Sends a view in the staff's layout; the request must have passed `needs`. */
    async send(
      request: Request,
      response: Response,
      view: string,
      model: object,
      status = 200,
    ): Promise<void> {
      const staff = await barOf(request)
      await pages.send(request, response, view, { staff, ...model }, status)
    },
  }
}

export type StaffPages = ReturnType<typeof createStaffPages>
