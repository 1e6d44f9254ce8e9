import type { Instant } from '../clock.ts'
import type { Relocation } from '../relocation/relocation.ts'
import type { ConfirmationFacts } from '../turno/confirmation/facts.ts'
import type { Turno } from '../turno/turno.ts'

/** Who writes. */
export type MailInstitution = {
  name: string
  /** As the subjects say it: `IESS`. */
  shortName: string
  contactEmail: string
  contactPhone: string
  /** IANA zone that hours are told in where no agency is meant. */
  zone: string
}

/** Where the mails learn what is true at the moment they leave. Each answers from what is committed. */
export type MailFacts = {
  institution(): Promise<MailInstitution>
  /** Until when `code` is good for the draft; null once it was used, replaced, or its draft is gone. */
  code(draftId: string, code: string): Promise<{ expiresAt: Instant } | null>
  turno(turnoId: string): Promise<Turno | null>
  relocation(relocationId: string): Promise<Relocation | null>
  /** The absolute, signed address at which who must be moved answers; good until the old hour. */
  answerLinkFor(turno: Turno, oldStart: Instant): string
  /** The absolute, signed address of the turno's own page. */
  linkFor(turno: Turno): string
  /** What the papers of a turno say, in the turno's language. */
  confirmationFacts(turno: Turno, institution: MailInstitution): ConfirmationFacts
}

/** The papers a mail carries along. */
export type MailPapers = {
  /** The confirmation as one PDF. */
  pdf(facts: ConfirmationFacts): Promise<Uint8Array>
  /** The turno as a calendar file that adds it, or takes it out again. */
  calendar(facts: ConfirmationFacts, method: 'PUBLISH' | 'CANCEL'): string
}
