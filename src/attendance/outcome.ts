/** What a clerk found of one requirement. */
export type CheckedRequirement = { code: string; state: 'present' | 'missing' | 'not-applicable' }

/** What an outcome says besides its kind. */
export type OutcomeDetail = {
  /** The requirements that were missing, by code. */
  missing: string[]
  /** The certificate that was issued; null otherwise. */
  certificateId: string | null
}
