import type { Agency } from '../agencies/agency.ts'
import type { Procedure } from '../agencies/procedure.ts'
import type { Instant, LocalDate } from '../clock.ts'
import type { IdentityDocument } from '../identity/documents.ts'
import type { Language } from '../language.ts'

/** A person as the passport's Latin lines write them; given names may be empty. */
export type PersonName = { givenNames: string; surnames: string }

/** What a turno keeps of people; sealed in the database as one text. */
export type TurnoPersonal = {
  document: IdentityDocument
  holder: PersonName
  thirdParty: { document: IdentityDocument; person: PersonName } | null
  /** Null for who has none: reception booked for them, and no mail is written. */
  email: string | null
  /** E.164; empty where none was given. */
  phone: string
  consent: { version: string; at: Instant }
}

/** What can become of a turno. `confirmed` and `arrived` are live: one per holder and procedure. */
export type TurnoStatus = 'confirmed' | 'arrived' | 'served' | 'no-show' | 'cancelled'

/** The confirmed appointment, with its people in clear. Never log one. */
export type Turno = {
  id: string
  reference: string
  draftId: string
  procedureVersion: number
  agendaId: string
  poolId: string
  startAt: Instant
  endAt: Instant
  /** The agency's own day. */
  day: LocalDate
  status: TurnoStatus
  personal: TurnoPersonal
  language: Language
  /** Raised to revoke the links that were given out. */
  linkVersion: number
  /** Raised by every change the person's calendar should learn of. */
  sequence: number
  createdAt: Instant
  procedure: Procedure
  agency: Agency
}

/** The whole name on one line. */
export function fullName({ givenNames, surnames }: PersonName): string {
  return `${givenNames} ${surnames}`.trim()
}
