import { isDeepStrictEqual } from 'node:util'
import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import type { Change } from '../../agencies/change/change.ts'
import { recordedChange } from '../../agencies/change/recorded.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import type { Own } from '../adminPages.ts'
import { agencyUrl } from '../sections.ts'
import { type ChangeForm, changeFlow, namesOf, writerOf } from './changeFlow.ts'
import { type Place, placeOf } from './place.ts'
import { hoursUrl, recordUrl } from './urls.ts'
import type { ChangesView } from './viewModels.ts'
import { saidOf } from './words.ts'

/** How many changes are listed, the newest first. */
const mostListed = 30

/** What supervisors may change at their agency, and so take back. */
const supervisorsToo: readonly Change['kind'][] = ['closure', 'exception']

type Where = { place: Place; undo: Change; after: Change | null }

/** The last changes of an agency's hours and capacity, and taking one back. */
export function changesPage(services: Services) {
  const { adminPages, database, pages, stores } = services

  const list: RequestHandler = async (request, response) => {
    const { agency, rules } = await placeOf(services, request)
    const writer = writerOf(services, request)
    const names = await namesOf(services, writer)
    const rows = await stores.audit.newest(database.read, chainOf(agency.id), actions, mostListed)
    const entries = await Promise.all(
      rows.map(async (row) => {
        const before = recordedChange(row, 'before')
        const after = recordedChange(row, 'after')
        const account = await services.staff.accounts.byId(row.actor.replace(/^staff:/, ''))
        return {
          at: { at: row.at, zone: agency.zone },
          who: account?.name ?? row.actor,
          what: pages.text(request, `hours:changes.kinds.${row.action}`),
          before: saidOf(writer, before, rules, names),
          after: saidOf(writer, after, rules, names),
          undoUrl:
            before !== null && mayChange(request, before.kind, agency.id)
              ? recordUrl(agency.id, 'cambios', String(row.number))
              : null,
        }
      }),
    )
    const view: Own<ChangesView> = {
      agency: adminPages.agencyTop(request, { ...agency, active: rules.agency.active }),
      backUrl: hoursUrl(agency.id),
      entries,
    }
    await adminPages.send(request, response, 'hours/changes', view)
  }

  const form: ChangeForm<Where> = {
    async where(request) {
      const place = await placeOf(services, request)
      const { change: number = '' } = request.params
      const found =
        typeof number === 'string' && /^\d{1,9}$/.test(number)
          ? await stores.audit.entry(database.read, chainOf(place.agency.id), Number(number))
          : null
      const undo = found && recordedChange(found, 'before')
      if (!found || !undo) throw createError(404, 'No such change')
      if (!mayChange(request, undo.kind, place.agency.id)) throw createError(403, 'Not this kind')
      return { place, undo, after: recordedChange(found, 'after') }
    },
    /** Refused where the record was changed again since: then it is corrected on its own page. */
    async read(request, { undo, after }) {
      const standing = await stores.changes.asItIs(database.read, undo)
      const isLast = isDeepStrictEqual(standing?.to ?? null, after?.to ?? null)
      const isDone = isDeepStrictEqual(standing?.to ?? null, undo.to)
      if (isLast || isDone) return { ok: true, change: undo }
      return {
        ok: false,
        errors: [{ field: 'main', message: pages.text(request, 'hours:errors.changedSince') }],
      }
    },
    title: (request) => pages.text(request, 'hours:changes.undo'),
    doneUrl: ({ place }) => hoursUrl(place.agency.id),
    /** Nothing is typed here: whoever goes back, or was refused, sees the list. */
    async show(request, response, { place }, again) {
      const message = again?.errors[0]?.message
      if (message === undefined) {
        response.redirect(303, agencyUrl(place.agency.id, 'cambios'))
        return
      }
      await adminPages.confirm(request, response, '', {
        title: pages.text(request, 'hours:changes.undo'),
        lead: place.agency.name,
        changes: [],
        consequences: [{ tone: 'stop', text: message }],
        maySave: false,
      })
    },
  }

  return { list, undo: changeFlow(services, form).change }
}

const actions = [
  'closure-changed',
  'exception-changed',
  'hours-changed',
  'pool-changed',
  'agenda-changed',
]

const chainOf = (agencyId: string) => `agency:${agencyId}`

function mayChange(request: Request, kind: Change['kind'], agencyId: string): boolean {
  const roles = supervisorsToo.includes(kind)
    ? (['admin', 'supervisor'] as const)
    : (['admin'] as const)
  return may(knownStaff(request), roles, agencyId)
}
