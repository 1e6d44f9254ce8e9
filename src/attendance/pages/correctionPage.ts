import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { type AgencyOf, knownStaff } from '../../staff/access.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { checklistOf } from '../checklist.ts'
import {
  type CorrectionReason,
  correctionReasons,
  type Found,
  type OutcomeGiven,
  outcomeKinds,
} from '../outcome.ts'
import { isReason } from '../reasons.ts'
import type { Visit } from '../visits.ts'
import type { CorrectionView, NoteView } from '../windowViewModels.ts'
import { windowUrl } from './addresses.ts'
import { choices } from './choices.ts'
import { givenOutcome } from './outcomeSteps.ts'
import { agencyPart, inPath } from './room.ts'
import { visitPart } from './visitPart.ts'

type Reason = CorrectionReason

/** Another outcome than the one recorded, and the note that a person without certificate takes home. */
export function correctionPage(services: Services) {
  const { attendance, database, pages, staffPages, stores } = services
  const { outcomes, visits } = attendance

  async function wanted(request: Request): Promise<{ visit: Visit; agency: Agency }> {
    const visit = await visits.byId(inPath(request, 'visit'))
    const agency = visit && (await stores.agencies.agency(database.read, visit.agencyId))
    if (!visit || !agency || visit.outcomes.length === 0) throw createError(404, 'No such visit')
    return { visit, agency }
  }

  async function send(
    request: Request,
    response: Response,
    error: string | null,
    status = 200,
  ): Promise<void> {
    const { visit, agency } = await wanted(request)
    const { language } = contextOf(request)
    const last = visit.outcomes.at(-1)
    const sent = field(request, 'outcome')
    const missing = visit.checklist.map(({ code, title, state }) => ({
      code,
      title: title[language],
      checked: sent === '' ? state === 'missing' : field(request, `missing.${code}`) === 'yes',
    }))
    const certificateId = last?.detail.certificateId ?? null
    const view: Omit<CorrectionView, 'page' | 'staff'> = {
      errors: error === null ? [] : [{ field: 'outcome', message: error }],
      label: visit.arrival.label,
      history: visit.outcomes.map(({ at, kind, reason }) => ({
        at: { at, zone: agency.zone },
        outcome: pages.text(request, `room:outcomes.${kind}`),
        reason: reason && pages.text(request, `room:correctionReasons.${reason}`),
      })),
      corrects: last?.number ?? 0,
      outcomes: choices(pages, request, 'room:outcomes.', outcomeKinds),
      reasons: choices(pages, request, 'room:correctionReasons.', correctionReasons),
      values: { outcome: sent, reason: field(request, 'reason') },
      missing,
      done: parameter(request, 'hecho') === '1',
      certified: visitPart(services, request, visit, agency.zone).certified,
      postUrl: windowUrl(`visitas/${visit.id}/correccion`),
      certificateUrl: certificateId && windowUrl(`certificados/${certificateId}`),
    }
    await staffPages.send(request, response, 'attendance/correction', view, status)
  }

  const show: RequestHandler = (request, response) => send(request, response, null)

  const correct: RequestHandler = async (request, response) => {
    const { visit } = await wanted(request)
    const reason = field(request, 'reason')
    const given = givenIn(request, visit)
    const wrong = (key: string) =>
      send(request, response, pages.text(request, `room:errors.${key}`), 422)
    if (field(request, 'outcome') === '') return wrong('outcome-missing')
    if (given === null) return wrong('whom')
    if (!isReason<Reason>(correctionReasons, reason)) return wrong('reason-missing')
    const by = { agencyId: visit.agencyId, staffId: knownStaff(request).id }
    const corrects = Number(field(request, 'corrects')) || 0
    const found = foundAgain(request, visit)
    const result = await outcomes.correct(by, visit.id, given, { reason, corrects, found })
    if (!result.ok) return wrong(result.reason)
    seeOther(response, `${windowUrl(`visitas/${visit.id}/correccion`)}?hecho=1`)
  }

  const note: RequestHandler = async (request, response) => {
    const { visit, agency } = await wanted(request)
    const { language } = contextOf(request)
    const last = visit.outcomes.at(-1)
    const codes = last?.detail.missing ?? []
    const view: Omit<NoteView, 'page' | 'staff'> = {
      agency: agencyPart(agency),
      label: visit.arrival.label,
      outcome: pages.text(request, `room:outcomes.${last?.kind}`),
      missing: checklistOf(visit.procedure, true, [])
        .filter(({ code }) => codes.includes(code))
        .map(({ title, detail }) => ({ title: title[language], detail: detail?.[language] ?? '' })),
      procedureName: visit.procedure.name[language],
      againUrl: windowUrl(`visitas/${visit.id}/turno`),
    }
    await staffPages.send(request, response, 'attendance/note', view)
  }

  return { show, correct, note }
}

/** The checklist as the correction has it: what is not said to be missing was there. */
function foundAgain(request: Request, { checklist, thirdParty, notes }: Visit): Found {
  const checks = checklist.map(({ code, state }): Found['checks'][number] => {
    if (field(request, `missing.${code}`) === 'yes') return { code, state: 'missing' }
    return { code, state: state === 'not-applicable' ? state : 'present' }
  })
  return { checks, thirdParty, notes }
}

function givenIn(request: Request, { checklist }: Visit): OutcomeGiven | null {
  const kind = outcomeKinds.find((one) => one === field(request, 'outcome'))
  if (!kind) return null
  const checks = checklist.flatMap(({ code }) =>
    field(request, `missing.${code}`) === 'yes' ? [{ code, state: 'missing' }] : [],
  )
  return givenOutcome(request, kind, checks)
}

/** The agency of the visit that a path names: the record's own. */
export function visitInPath({ attendance }: Pick<Services, 'attendance'>): AgencyOf {
  return async (request) =>
    (await attendance.visits.byId(inPath(request, 'visit')))?.agencyId ?? null
}
