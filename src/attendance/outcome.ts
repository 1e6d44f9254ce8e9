import type { IdentityDocument } from '../identity/documents.ts'
import type { PersonName } from '../turno/turno.ts'

/** What a clerk found of one requirement. */
export type CheckedRequirement = { code: string; state: 'present' | 'missing' | 'not-applicable' }

/** What an outcome says besides its kind. */
export type OutcomeDetail = {
  /** The requirements that were missing, by code. */
  missing: string[]
  /** The certificate that was issued; null otherwise. */
  certificateId: string | null
}

/** What can become of the certificate. */
export const outcomeKinds = [
  'issued',
  'affiliated',
  'papers-missing',
  'no-authority',
  'withdrew',
] as const

export type OutcomeKind = (typeof outcomeKinds)[number]

/** Why an outcome is corrected. A closed list: no free text, so no personal data. */
export const correctionReasons = ['clerk-error', 'name-error', 'new-facts', 'fraud'] as const
export type CorrectionReason = (typeof correctionReasons)[number]

/** Whom a certificate is about, as their passport says it. */
export type Certified = { holder: PersonName; document: IdentityDocument }

/**
 * What a clerk says became of the certificate. `certified` stands for whom the turno names where that
 * was mistyped, and is needed where there is no turno.
 */
export type OutcomeGiven =
  | { kind: 'issued'; certified?: Certified }
  | { kind: 'papers-missing'; missing: string[] }
  | { kind: 'affiliated' | 'no-authority' | 'withdrew' }

/** What stands on the window's form besides the outcome; saved with it. */
export type Found = { checks: CheckedRequirement[]; thirdParty: boolean; notes: string }
