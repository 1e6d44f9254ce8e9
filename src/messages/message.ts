import type { Instant } from '../clock.ts'
import type { Language } from '../language.ts'

/**
 * What a mail tells: the code of a draft; a turno confirmed or cancelled; the links to one's
 * turnos asked for at "Mi turno"; and, to the first address, that somebody else tried to book
 * with the same document, or showed it at an agency, which freed it. A `sample` shows somebody of the staff what a mail looks like.
 */
export type MessageKind =
  | 'code'
  | 'confirmation'
  | 'cancellation'
  | 'links'
  | 'clash'
  | 'freed'
  | 'sample'
  | RelocationMail

/**
 * What a mail about a relocation tells: that a turno cannot be served, and which hour is proposed;
 * the same once more; that it can be served after all; that it was moved for who never answered;
 * that there was no hour for it.
 */
export type RelocationMail =
  | 'relocation'
  | 'relocation-reminder'
  | 'relocation-kept'
  | 'relocated'
  | 'unserved'

/** A message to be written in the transaction of what it tells about. */
export type NewMessage = {
  /** Derived from the fact it tells, so that writing it twice is writing it once. */
  id: string
  kind: MessageKind
  /** The draft (code), the turno, the relocation, the account (sample), or for `links` the request. */
  subjectId: string
  /** The address, in clear; sealed before it is stored. Null for who has none: nothing is written. */
  to: string | null
  /** What the mail needs and the database keeps only hashed; sealed, wiped when the message ends. */
  secret: string | null
  language: Language
  /** Past this instant the message would no longer be true: it is dropped. */
  notAfter: Instant
}

/** What became of a message. `sent` means: the mail server took it. */
export type MessageFate = {
  status: 'queued' | 'sent' | 'failed' | 'dropped'
  /** When it was written, or when it ended. */
  at: Instant
  attempts: number
  /** Why it failed (`refused`), was dropped (`too-late`, `stale`) or is late (`unreachable`, `error`). */
  reason: string | null
}
