import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { ArrivalStatus } from '../arrival.ts'
import { callReasons, isReason, parkReasons, transferReasons } from '../reasons.ts'
import { windowUrl } from './addresses.ts'
import { type OwnWindow, ownWindow } from './ownWindow.ts'
import { actorOf } from './room.ts'
import { foundIn } from './visitForm.ts'
import type { WindowWord } from './windowAnswer.ts'

/** What became of a step: nothing to say, or a word of the page's own list. */
export type StepAnswer = { ok: true; say?: WindowWord } | { ok: false; reason: WindowWord }

/** The steps of the window page. Each is a form; sent twice it is done once, and leads back to the page. */
export function windowSteps(services: Services) {
  const { attendance, database, stores } = services
  const { calls, standing, visits, windows } = attendance

  /** A step at the clerk's own window. What is typed in the visit's form is kept first. */
  function step(take: (own: OwnWindow, request: Request) => Promise<StepAnswer>): RequestHandler {
    return async (request, response) => {
      const own = await ownWindow(services, request)
      if (!own) return answer(response, { ok: false, reason: 'not-your-window' })
      await keepTyped(own, request)
      answer(response, await take(own, request))
    }
  }

  /** The whole form goes along with every button, so that no step loses a note. */
  async function keepTyped({ clerk, agency }: OwnWindow, request: Request): Promise<void> {
    const visitId = field(request, 'visit')
    const visit = visitId === '' ? null : await visits.byId(visitId)
    if (visit?.agencyId !== agency.id || visit.endedAt !== null) return
    await visits.save(clerk, visit.id, foundIn(request, visit))
  }

  const call = (request: Request) => field(request, 'call')

  /** Opens a window of an agency where the sender works; the window's own agency decides. */
  const open: RequestHandler = async (request, response) => {
    const staff = knownStaff(request)
    const windowId = field(request, 'window')
    const window = await windows.find(windowId)
    if (!window) return answer(response, { ok: false, reason: 'unknown-window' })
    if (!may(staff, 'window', window.agencyId)) throw createError(403, 'Not at this agency')
    // One that was left open where they work no more would keep them from every other.
    const left = await windows.ofClerk(staff.id)
    if (left && !may(staff, 'window', left.agencyId)) {
      await windows.close({ staffId: staff.id, windowId: left.id })
    }
    answer(response, await windows.open({ staffId: staff.id, windowId }))
  }

  return {
    open,
    close: step(({ clerk }) => windows.close(clerk)),
    next: step(({ clerk }) => calls.next(clerk)),

    /** Somebody out of order, by the ticket they show: the reason goes on record. */
    chosen: step(async ({ clerk, agency }, request) => {
      const reason = field(request, 'reason')
      const ticket = field(request, 'ticket')
      const arrivalId = field(request, 'arrival') || (await arrivalOfTicket(agency.id, ticket))
      if (!isReason(callReasons, reason) || arrivalId === null) {
        return { ok: false, reason: 'not-waiting' }
      }
      return calls.chosen(clerk, arrivalId, reason)
    }),

    recall: step(({ clerk }, request) =>
      calls.recall(clerk, call(request), Number(field(request, 'told')) || 0),
    ),
    noShow: step(({ clerk }, request) => calls.noShow(clerk, call(request))),
    leave: step(({ clerk }, request) => calls.leave(clerk, call(request))),

    park: step(({ clerk }, request) => {
      const reason = field(request, 'parkReason')
      return calls.park(clerk, call(request), isReason(parkReasons, reason) ? reason : 'other')
    }),

    transfer: step(async ({ clerk }, request) => {
      const reason = field(request, 'transferReason')
      const target = {
        windowId: field(request, 'toWindow') || null,
        procedureId: field(request, 'toProcedure') || null,
      }
      const why = isReason(transferReasons, reason) ? reason : 'other-procedure'
      return calls.transfer(clerk, call(request), target, why)
    }),

    putBack: step(({ agency, window }, request) =>
      standing.putBack(agency.id, field(request, 'arrival'), actorOf(request), window.id),
    ),

    undo: step(async ({ clerk }) => {
      const result = await calls.undo(clerk)
      return result.ok ? { ok: true, say: 'undone' } : result
    }),

    start: step(({ clerk }, request) => visits.start(clerk, call(request))),

    /** The form was kept by `step`; there is nothing else to do. */
    save: step(async () => ({ ok: true, say: 'saved' })),
  }

  /** A ticket of today's as typed: `B 014`, `b14`, or its number alone. */
  async function arrivalOfTicket(agencyId: string, typed: string): Promise<string | null> {
    const number = Number(/(\d{1,4})\s*$/.exec(typed)?.[1] ?? Number.NaN)
    const here: ArrivalStatus[] = ['waiting', 'parked']
    const day = (await attendance.day.figures(agencyId))?.day
    if (Number.isNaN(number) || day === undefined) return null
    const rows = await stores.arrivals.inOrder(database.read, agencyId, day, here)
    return rows.find(({ label }) => Number(label.split(' ')[1]) === number)?.id ?? null
  }
}

/** Back to the page, with what it is to say; a script that sent the step is told where that is. */
export function answer(response: Response, result: StepAnswer): void {
  const word = result.ok ? result.say : result.reason
  const to = word === undefined ? windowUrl() : `${windowUrl()}?aviso=${word}`
  const byScript = response.req.accepts(['html', 'json']) === 'json'
  if (byScript) response.set('Cache-Control', 'no-store').json({ to })
  else seeOther(response, to)
}
