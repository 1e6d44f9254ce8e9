import { checklistOf, knowsAll, openItems } from './checklist.ts'
import type { Certified, OutcomeGiven } from './outcome.ts'
import type { Visit } from './visits.ts'

export type OutcomeRefusal =
  | { ok: false; reason: 'unknown-visit' | 'unknown-requirement' }
  /** Nothing is issued while requirements are missing or not looked at. */
  | { ok: false; reason: 'papers-open'; codes: string[] }
  /** Papers were missing, but not which. */
  | { ok: false; reason: 'which-papers' }
  /** There is no turno that names a holder, and nobody said whom the certificate is about. */
  | { ok: false; reason: 'whom' }

/** Why a visit cannot end like this; null when it can. */
export function whyNot(visit: Visit, given: OutcomeGiven): OutcomeRefusal | null {
  if (given.kind === 'issued') {
    const codes = openItems(visit.checklist)
    if (codes.length > 0) return { ok: false, reason: 'papers-open', codes }
    return given.certified || certifiedOf(visit) ? null : { ok: false, reason: 'whom' }
  }
  if (given.kind === 'papers-missing') {
    if (given.missing.length === 0) return { ok: false, reason: 'which-papers' }
    const all = checklistOf(visit.procedure, true, [])
    return knowsAll(all, given.missing) ? null : { ok: false, reason: 'unknown-requirement' }
  }
  return null
}

/** Whom a certificate would be about, by what is known of them; null where that is not enough. */
export function certifiedOf({ turno, walkIn }: Pick<Visit, 'turno' | 'walkIn'>): Certified | null {
  if (turno) return { holder: turno.personal.holder, document: turno.personal.document }
  if (walkIn?.name && walkIn.document) return { holder: walkIn.name, document: walkIn.document }
  return null
}
