import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Procedure } from '../../agencies/procedure.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, fieldValues, parameter } from '../../web/form.ts'
import type { DeskWindowView } from '../viewModels.ts'
import type { Window } from '../windows.ts'
import { receptionUrl } from './addresses.ts'
import { actorOf, agencyOf, agencyPart, inPath } from './room.ts'
import { windowAnswer } from './windowAnswer.ts'
import { proceduresHere } from './windowProcedures.ts'

/** One window for the agency's supervisor: what it serves, and sitting its clerk somewhere else. */
export function deskWindowPage(services: Services) {
  const { attendance, catalogue, clock, pages, staffPages } = services
  const { calls, windows } = attendance

  async function wanted(request: Request) {
    const agency = await agencyOf(services, request)
    const window = await windows.find(inPath(request, 'window'))
    if (window?.agencyId !== agency.id) throw createError(404, 'No such window')
    return { agency, window }
  }

  /** What the agency serves, and what the window was set to serve although the agency no longer does. */
  async function offered({ agencyId, procedures }: Window): Promise<Procedure[]> {
    const here = new Set((await proceduresHere(services, agencyId)).map(({ id }) => id))
    const all = await catalogue.procedures()
    return all.filter(({ id }) => here.has(id) || procedures.includes(id))
  }

  /** Why a form was refused: a word of the page, the field it is about, and what was ticked. */
  type Refusal = { field: string; word: string; ticked?: string[] }

  async function send(request: Request, response: Response, refusal?: Refusal): Promise<void> {
    const { agency, window } = await wanted(request)
    const { language } = contextOf(request)
    const { clerk } = window
    const account = clerk && (await services.staff.accounts.byId(clerk.staffId))
    const call = await calls.current(window.id)
    const all = await windows.ofAgency(agency.id)
    const free = all.filter((one) => one.active && one.clerk === null && one.id !== window.id)
    const ticked = refusal?.ticked ?? window.procedures
    const at = receptionUrl(agency.id, `ventanillas/${window.id}`)
    const wrong = refusal && windowAnswer(services, request, refusal.word)
    const view: Omit<DeskWindowView, 'page' | 'staff'> = {
      agency: agencyPart(agency),
      at: { at: clock.now(), zone: agency.zone },
      told: wrong ? null : windowAnswer(services, request, parameter(request, 'aviso')),
      errors: wrong ? [{ field: refusal.field, message: `${wrong.title}. ${wrong.text}` }] : [],
      number: window.number,
      procedures: (await offered(window)).map(({ id, name }) => ({
        code: id,
        title: name[language],
        checked: ticked.includes(id),
      })),
      clerk: clerk && {
        id: clerk.staffId,
        name: account?.name ?? '',
        since: { at: clerk.since, zone: agency.zone },
      },
      label: call?.arrival.label ?? null,
      free: free.map(({ id, number }) => ({
        value: id,
        label: pages.text(request, 'room:window.one', { number }),
      })),
      values: { to: field(request, 'to') },
      proceduresUrl: `${at}/tramites`,
      moveUrl: `${at}/mover`,
      dayUrl: receptionUrl(agency.id, 'dia'),
    }
    await staffPages.send(request, response, 'attendance/deskWindow', view, wrong ? 422 : 200)
  }

  const show: RequestHandler = (request, response) => send(request, response)

  /** No box ticked is everything; so one that is not ours is refused, and not left out in silence. */
  const setProcedures: RequestHandler = async (request, response) => {
    const { agency, window } = await wanted(request)
    const ticked = fieldValues(request, 'serves')
    const known = new Set((await offered(window)).map(({ id }) => id))
    if (!ticked.every((id) => known.has(id))) {
      return send(request, response, { field: 'serves', word: 'unknown-procedure', ticked })
    }
    await windows.setProcedures(agency.id, window.id, ticked, actorOf(request))
    seeOther(response, receptionUrl(agency.id, `ventanillas/${window.id}?aviso=saved`))
  }

  const move: RequestHandler = async (request, response) => {
    const { agency, window } = await wanted(request)
    const [staffId, to] = [field(request, 'clerk'), field(request, 'to')]
    const step = { staffId, from: window.id, to }
    const result = await windows.move(agency.id, step, actorOf(request))
    if (!result.ok) return send(request, response, { field: 'mover', word: result.reason })
    seeOther(response, receptionUrl(agency.id, 'dia?aviso=clerk-moved'))
  }

  return { show, setProcedures, move }
}
