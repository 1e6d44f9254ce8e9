import type { OutcomeRow, VisitRow } from '../../db/visitStore.ts'
import { crashPoint } from '../crashPoints.ts'
import type { Certificates } from './certificates.ts'
import type {
  CorrectionReason,
  Found,
  OutcomeDetail,
  OutcomeGiven,
  OutcomeKind,
} from './outcome.ts'
import { certifiedOf, type OutcomeRefusal, whyNot } from './outcomeRules.ts'
import type { AttendancePorts } from './ports.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import { type Clerk, type NotAtWindow, openToday, type Today } from './today.ts'
import type { Visit, Visits } from './visits.ts'

export type Recorded = {
  ok: true
  kind: OutcomeKind
  /** The outcome's number in its visit; a correction names the one it corrects. */
  number: number
  certificateId: string | null
  /** Whether an earlier click recorded it. */
  again: boolean
}

export type RecordResult =
  | Recorded
  | NotAtWindow
  | OutcomeRefusal
  /** It has another outcome already, which only a correction changes. */
  | { ok: false; reason: 'outcome-stands'; kind: OutcomeKind }

/** Which outcome is corrected, and why. */
export type Correction = { corrects: number; reason: CorrectionReason; found?: Found }

export type CorrectResult =
  | Recorded
  | OutcomeRefusal
  /** There is nothing to correct yet; somebody else corrected it meanwhile. */
  | { ok: false; reason: 'no-outcome' | 'corrected-since' }

type Writing = Pick<OutcomeRow, 'staffId' | 'reason' | 'number'>

/** Recording what became of the certificate, and correcting it by another row. */
export function createOutcomes(
  ports: AttendancePorts,
  { visits, certificates }: { visits: Visits; certificates: Certificates },
) {
  const { stores } = ports
  const today = openToday(ports)

  /** Saves the form and checks the outcome against it. What was typed stays, also where it is refused. */
  async function prepare(
    at: Today,
    before: VisitRow,
    given: OutcomeGiven,
    found: Found | null,
  ): Promise<{ ok: true; visit: Visit } | OutcomeRefusal> {
    const visit = await visits.whole(at.tx, before)
    const kept = found ? await visits.keep(at, visit, found) : visit
    if (!kept) return { ok: false, reason: 'unknown-requirement' }
    return whyNot(kept, given) ?? { ok: true, visit: kept }
  }

  async function write(at: Today, visit: Visit, given: OutcomeGiven, writing: Writing) {
    const { id: visitId, procedure } = visit
    const certified = given.kind === 'issued' ? (given.certified ?? certifiedOf(visit)) : null
    const certificateId =
      certified && (await certificates.issue(at, { visitId, procedure, certified }))
    const missing = given.kind === 'papers-missing' ? [...new Set(given.missing)] : []
    const detail: OutcomeDetail = { missing, certificateId }
    const outcome: OutcomeRow = { visitId, kind: given.kind, detail, at: at.now, ...writing }
    await stores.visits.addOutcome(at.tx, outcome)
    return recordedOf(outcome, false)
  }

  return {
    /** Ends a visit with what became of the certificate. `found` is the form it was sent with. */
    async record(
      clerk: Clerk,
      visitId: string,
      given: OutcomeGiven,
      found: Found | null = null,
    ): Promise<RecordResult> {
      const recorded = await today.atWindow(clerk, async (at): Promise<RecordResult> => {
        const visit = await stores.visits.find(at.tx, visitId)
        const call = visit && (await stores.calls.find(at.tx, visit.callId))
        if (!visit || call?.windowId !== clerk.windowId) {
          return { ok: false, reason: 'unknown-visit' }
        }
        const last = (await stores.visits.outcomes(at.tx, visitId)).at(-1)
        if (last?.kind === given.kind) return recordedOf(last, true)
        if (last) return { ok: false, reason: 'outcome-stands', kind: last.kind }
        // Parked or transferred meanwhile: what is left of this visit ends nothing.
        if (call.endedAt !== null) return { ok: false, reason: 'unknown-visit' }
        const ready = await prepare(at, visit, given, found)
        if (!ready.ok) return ready
        await end(at, clerk, visit)
        const writing = { staffId: clerk.staffId, reason: null, number: 1 }
        const written = await write(at, ready.visit, given, writing)
        crashPoint('outcome-before-commit')
        return written
      })
      crashPoint('outcome-after-commit')
      return recorded
    },

    /**
     * Corrects an outcome by another row. A certificate that was issued is annulled; issuing again gives
     * another number.
     */
    async correct(
      { agencyId, staffId }: { agencyId: string; staffId: string },
      visitId: string,
      given: OutcomeGiven,
      { reason, corrects, found }: Correction,
    ): Promise<CorrectResult> {
      const done = await today.at(agencyId, async (at): Promise<CorrectResult> => {
        const visit = await stores.visits.find(at.tx, visitId)
        const arrival = visit && (await stores.arrivals.find(at.tx, visit.arrivalId))
        if (!visit || arrival?.agencyId !== agencyId) return { ok: false, reason: 'unknown-visit' }
        const last = (await stores.visits.outcomes(at.tx, visitId)).at(-1)
        if (!last) return { ok: false, reason: 'no-outcome' }
        const sent = last.kind === given.kind && last.reason === reason
        if (last.number === corrects + 1 && sent) return recordedOf(last, true)
        if (last.number !== corrects) return { ok: false, reason: 'corrected-since' }
        const ready = await prepare(at, visit, given, found ?? null)
        if (!ready.ok) return ready
        // First the old one: a visit has one valid certificate at most.
        const { certificateId } = last.detail
        if (certificateId !== null) await certificates.annul(at, certificateId)
        // The figures of a day that is over are counted again.
        if (arrival.day < at.day) await stores.figures.markStale(at.tx, agencyId, arrival.day)
        return write(at, ready.visit, given, { staffId, reason, number: last.number + 1 })
      })
      return done ?? { ok: false, reason: 'unknown-visit' }
    },
  }

  /** The visit, its call, the arrival and its turno are over together. */
  async function end(at: Today, clerk: Clerk, visit: VisitRow): Promise<void> {
    const arrival = await stores.arrivals.find(at.tx, visit.arrivalId)
    if (!arrival) throw new Error('A visit of nobody')
    const actor = `staff:${clerk.staffId}` as const
    await stores.visits.change(at.tx, visit.id, { endedAt: at.now })
    await stores.calls.end(at.tx, visit.callId, 'served', at.now)
    await turnoBecomes(stores, at, arrival, ['arrived', 'served'], actor)
    const taken = { kind: 'served' as const, actor, windowId: clerk.windowId, reason: null }
    await takeStep(stores, at, arrival, { status: 'served' }, taken)
  }
}

export type Outcomes = ReturnType<typeof createOutcomes>

function recordedOf({ kind, number, detail }: OutcomeRow, again: boolean): Recorded {
  return { ok: true, kind, number, certificateId: detail.certificateId, again }
}
