import type { Request, RequestHandler } from 'express'
import { readConfirmation } from '../../keys/confirmationSeal.ts'
import type { Services } from '../../services.ts'
import { field } from '../../web/form.ts'
import { type OutcomeGiven, type OutcomeKind, outcomeKinds } from '../outcome.ts'
import type { Visit } from '../visits.ts'
import { ownWindow } from './ownWindow.ts'
import { certifiedIn, foundIn } from './visitForm.ts'
import { answer, type StepAnswer } from './windowSteps.ts'

/** How a visit ends, and whether the paper that was brought is ours. */
export function outcomeSteps(services: Services) {
  const { attendance, keyring, turnos } = services
  const { outcomes, visits } = attendance

  const record: RequestHandler = async (request, response) => {
    const own = await ownWindow(services, request)
    if (!own) return answer(response, { ok: false, reason: 'not-your-window' })
    const visit = await visits.byId(field(request, 'visit'))
    const kind = outcomeKinds.find((one) => one === field(request, 'outcome'))
    if (visit?.agencyId !== own.agency.id || !kind) {
      return answer(response, { ok: false, reason: 'unknown-visit' })
    }
    const found = foundIn(request, visit)
    const given = givenOutcome(request, kind, found.checks)
    if (given === null) {
      await visits.save(own.clerk, visit.id, found)
      return answer(response, { ok: false, reason: 'whom' })
    }
    const result = await outcomes.record(own.clerk, visit.id, given, found)
    if (!result.ok) return answer(response, result)
    answer(response, { ok: true, say: result.kind === 'issued' ? 'issued' : 'ended' })
  }

  /** Whether the QR of the paper that was brought is genuine, and of this very turno as it now is. */
  const check: RequestHandler = async (request, response) => {
    const own = await ownWindow(services, request)
    if (!own) return answer(response, { ok: false, reason: 'not-your-window' })
    const visit = await visits.byId(field(request, 'visit'))
    if (visit?.agencyId !== own.agency.id) {
      return answer(response, { ok: false, reason: 'unknown-visit' })
    }
    if (visit.endedAt === null) await visits.save(own.clerk, visit.id, foundIn(request, visit))
    answer(response, await judged(field(request, 'paper'), visit))
  }

  async function judged(text: string, { turno }: Visit): Promise<StepAnswer> {
    const read = readConfirmation(keyring.confirmation.verifyKeys, text)
    if (!read.ok && read.reason === 'malformed') return { ok: false, reason: 'paper-unreadable' }
    if (!read.ok) return { ok: false, reason: 'paper-forged' }
    const whole = turno && (await turnos.byId(turno.id))
    if (read.facts.reference !== whole?.reference) return { ok: false, reason: 'paper-other' }
    // The number of changes grows with every step, so the hour tells whether the paper is the last one.
    const current = read.facts.start === whole.startAt
    return current ? { ok: true, say: 'paper-genuine' } : { ok: false, reason: 'paper-older' }
  }

  return { record, check }
}

/** The outcome that a form says; null where it names nobody whom a certificate could be about. */
export function givenOutcome(
  request: Request,
  kind: OutcomeKind,
  checks: readonly { code: string; state: string }[],
): OutcomeGiven | null {
  if (kind === 'issued') {
    const certified = certifiedIn(request)
    const typed = ['surnames', 'givenNames', 'number'].some((name) => field(request, name) !== '')
    if (!certified && typed) return null
    return certified ? { kind, certified } : { kind }
  }
  if (kind === 'papers-missing') {
    const missing = checks.filter(({ state }) => state === 'missing').map(({ code }) => code)
    return { kind, missing }
  }
  return { kind }
}
