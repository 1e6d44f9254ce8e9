import type { Instant, LocalDate } from '../clock.ts'
import type { IdentityDocument } from '../identity/documents.ts'
import type { Language } from '../language.ts'
import type { PersonName } from '../turno/turno.ts'
import type { PlaceReason } from './place.ts'

/** What has become of somebody who came. */
export type ArrivalStatus = 'waiting' | 'called' | 'parked' | 'served' | 'no-show' | 'left'

/** Somebody who came, without anything that says who they are. */
export type Arrival = {
  id: string
  agencyId: string
  /** The agency's own day. */
  day: LocalDate
  turnoId: string | null
  procedureId: string
  /** What the waiting room sees: `B 014`. */
  label: string
  arrivedAt: Instant
  place: Instant
  placeReason: PlaceReason
  status: ArrivalStatus
  /** Only this window may call them; null for any that serves the procedure. */
  windowId: string | null
  language: Language
}

/** What a walk-in gave of themselves; either may be missing. Sealed in the database. */
export type WalkInPersonal = { name: PersonName | null; document: IdentityDocument | null }

/** How an arrival stood before a step, so that the step can be undone. */
export type StandBefore = {
  status: ArrivalStatus
  windowId: string | null
  procedureId: string
  place: Instant
  placeReason: PlaceReason
}

/** What an event of an arrival tells. */
const arrivalEventKinds = [
  'arrived',
  'called',
  'recalled',
  'visit-started',
  'no-show',
  'parked',
  'put-back',
  'transferred',
  'returned',
  'released',
  'priority',
  'left',
  'served',
  'undone',
] as const

export type ArrivalEventKind = (typeof arrivalEventKinds)[number]

/** Who did something: a kiosk, the person on their own page, the clock, or a member of staff by id. */
export type Actor = 'kiosk' | 'system' | 'applicant' | `staff:${string}`
