import type { DraftRow } from '../../db/draftStore.ts'
import type { Instant } from '../clock.ts'
import type { IdentityDocument } from '../identity/documents.ts'
import type { Language } from '../language.ts'
import type { PersonName } from '../turno/turno.ts'

/** Whom the certificate is about, and who comes for them. */
export type DocumentAnswer = {
  document: IdentityDocument
  /** The one who comes in the holder's place, with their own document; null when the holder comes. */
  thirdParty: IdentityDocument | null
}

export type ContactAnswer = {
  holder: PersonName
  thirdParty: PersonName | null
  /** Null where reception books for somebody who has none. */
  email: string | null
  /** E.164; empty where none was given. */
  phone: string
  consent: { version: string; at: Instant }
}

/** What an applicant gives, who is written to. */
export type ApplicantContact = ContactAnswer & { email: string }

/** What a person typed so far; sealed in the database as one text. */
export type Answers = { document: DocumentAnswer | null; contact: ContactAnswer | null }

/** One walk through the nine steps, with its answers in clear. Never log one. */
export type Draft = {
  id: string
  language: Language
  procedureId: string
  answers: Answers
  /** Keyed hash of the holder's document; null until it is given. */
  holderKey: string | null
  /** Keyed hash of the address; null until it is given. */
  mailboxKey: string | null
  /** When the address was verified; a changed address clears it. */
  verifiedAt: Instant | null
  agendaId: string | null
  slotStart: Instant | null
  /** Until when the chosen hour is held; the hour stays chosen afterwards, without promise. */
  heldUntil: Instant | null
  /** No change of the hour extends a hold past this. */
  holdCeiling: Instant | null
  turnoId: string | null
  expiresAt: Instant
}

export const noAnswers: Answers = { document: null, contact: null }

/** How the answers of a draft are sealed and opened: JSON under the draft's own context. */
export type AnswersSeal = {
  seal(draftId: string, answers: Answers): string
  open(draftId: string, sealed: string): Answers
}

/** A stored draft. Its answers are opened when they are first asked for; taking a seat never does. */
export function draftOf(row: DraftRow, seal: AnswersSeal): Draft {
  const { personal, ownerKey: _owner, nonceKey: _nonce, createdAt: _created, ...rest } = row
  let opened: Answers | null = null
  return {
    ...rest,
    get answers() {
      opened ??= seal.open(row.id, personal)
      return opened
    },
  }
}
