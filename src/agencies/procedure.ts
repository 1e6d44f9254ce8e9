import type { DocumentKind } from '../identity/documents.ts'
import type { Localized } from '../language.ts'

/** One thing to bring. */
export type Requirement = { code: string; title: Localized; detail: Localized }

/** Whether this procedure takes holders of a kind of document. */
export type Acceptance = 'accepted' | 'warned' | 'refused'

/** What a procedure is, in both languages; kept as one document per version. */
export type ProcedureDetails = {
  summary: Localized
  audience: Localized
  result: Localized
  cost: Localized
  free: boolean
  channel: Localized
  minutesAtWindow: number
  contactEmail: string
  contactPhone: string
  requirements: Requirement[]
  thirdPartyRequirements: Requirement[]
  authorisation: { code: string; text: Localized }[]
  acceptedDocuments: Record<DocumentKind, Acceptance>
  documentWarning: Localized | null
}

/** A service of the institution for which one gets a turno. */
export type Procedure = {
  id: string
  slug: string
  name: Localized
  details: ProcedureDetails
  version: number
}
