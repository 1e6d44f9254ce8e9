import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import { secondsBetween } from '../../clock.ts'
import { maskDocument, maskEmail } from '../../identity/masks.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { dateTime } from '../../web/dates.ts'
import type { FieldError, SoFar, Step } from '../../web/pageModel.ts'
import type { Draft } from '../draft.ts'
import { frontier, isOpen, type StepName, stepBefore, stepNumbers } from '../steps.ts'
import { turnstile } from '../turnstile.ts'

export type StepHandler = (request: Request, response: Response, draft: Draft) => Promise<void>

/**
 * How many pages are worked on at once. When a day opens, thousands come in the same second, and who came
 * first is answered first: otherwise those who already have an hour would walk on past all the others.
 * Few at once are done sooner too: what hundreds leave half done outlives the cheap tidying of the heap.
 */
const atOnce = 40

/** A database that keeps those who write waiting keeps nobody from reading for longer than this. */
const readersPatienceMs = 2000

/** The address of a step of a draft. */
export function stepUrl(draft: Pick<Draft, 'id'>, step: StepName): string {
  return `/turnos/nuevo/${draft.id}/${step}`
}

/** What every page of the walk shares: whose draft it is, whether it may stand here, what it shows. */
export function createWalk(services: Services) {
  const { booking, catalogue, clock, pages, turnos } = services
  const inTurn = turnstile(atOnce)

  async function draftOf(request: Request): Promise<Draft> {
    const id: unknown = request.params.draft
    const draft =
      typeof id === 'string'
        ? await booking.drafts.find(contextOf(request).browserSecret, id)
        : null
    if (!draft) throw createError(404, 'No such draft for this browser')
    return draft
  }

  async function soFar(request: Request, draft: Draft): Promise<SoFar[]> {
    const { language } = contextOf(request)
    const { document, contact } = draft.answers
    const rows: SoFar[] = []
    const add = (key: string, value: string, done: boolean) =>
      rows.push({ label: pages.text(request, `booking:soFar.${key}`), value, done })
    if (document) {
      const kind = pages.text(request, `booking:kinds.${document.document.kind}`)
      add('document', `${kind} ${maskDocument(document.document.number)}`, true)
    }
    if (contact?.email) add('email', maskEmail(contact.email), draft.verifiedAt !== null)
    const agenda = draft.agendaId ? await catalogue.agenda(draft.agendaId) : null
    if (agenda) add('place', agenda.agency.name, true)
    if (agenda && draft.slotStart) {
      add('time', dateTime(draft.slotStart, agenda.agency.zone, language), true)
    }
    return rows
  }

  async function holdOf(draft: Draft): Promise<Step['hold']> {
    const secondsLeft = draft.heldUntil ? secondsBetween(clock.now(), draft.heldUntil) : 0
    if (!draft.heldUntil || secondsLeft <= 0 || !draft.agendaId) return null
    const agenda = await catalogue.agenda(draft.agendaId)
    return agenda ? { until: draft.heldUntil, zone: agenda.agency.zone, secondsLeft } : null
  }

  return {
    /**
     * A page of the walk. Another browser's draft does not exist; a finished one leads to its turno;
     * beyond the frontier one is led back to it; an earlier step stays open.
     */
    page(step: StepName, handle: StepHandler): RequestHandler {
      const answer = async (request: Request, response: Response) => {
        // Who left while they waited, as by pressing again, would never see it; others wait behind them.
        if (response.destroyed) return
        const draft = await draftOf(request)
        if (draft.turnoId !== null) {
          const turno = await turnos.byId(draft.turnoId)
          if (!turno) throw createError(404, 'The turno of this draft is gone')
          services.turnoAccess.grant(response, turno)
          return seeOther(response, `/turnos/${turno.reference}`)
        }
        if (!isOpen(draft, step)) return seeOther(response, stepUrl(draft, frontier(draft)))
        await handle(request, response, draft)
      }
      return (request, response) => {
        const patience = request.method === 'POST' ? undefined : readersPatienceMs
        return inTurn(() => answer(request, response), patience)
      }
    },

    /** Sends a step's page: 200, or 422 where something must be put right. */
    async send(
      request: Request,
      response: Response,
      draft: Draft,
      step: StepName,
      model: object,
      errors: FieldError[] = [],
      status = errors.length > 0 ? 422 : 200,
      view = viewOf[step],
      backUrl?: string,
    ): Promise<void> {
      const before = stepBefore(step)
      const number = stepNumbers[step]
      const stepModel: Step = {
        // The code's page stands for two: the mail that comes, and its code.
        from: step === 'codigo' ? 4 : number,
        to: number,
        of: 9,
        backUrl: backUrl ?? (before ? stepUrl(draft, before) : '/'),
        soFar: await soFar(request, draft),
        hold: await holdOf(draft),
      }
      const whole = { step: stepModel, errors, ...model }
      await pages.send(request, response, `booking/${view}`, whole, status)
    },

    /** After a step that was done: to the first one that is not. */
    async onwards(request: Request, response: Response): Promise<void> {
      const draft = await draftOf(request)
      seeOther(response, stepUrl(draft, frontier(draft)))
    },

    /** A mistake at a field, in the page's language. `key` is one of `booking:errors`. */
    mistake(request: Request, id: string, key: string, args?: Record<string, string>): FieldError {
      return { field: id, message: pages.text(request, `booking:errors.${key}`, args) }
    },
  }
}

export type Walk = ReturnType<typeof createWalk>

const viewOf: Record<StepName, string> = {
  documento: 'document',
  contacto: 'contact',
  codigo: 'code',
  lugar: 'place',
  horario: 'time',
  resumen: 'summary',
}
