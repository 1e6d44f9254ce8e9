import type { Instant } from '../../clock.ts'
import type { Language } from '../../language.ts'

/** One thing the person brings: what it is, and a sentence about it (may be empty). */
export type Requirement = { title: string; detail: string }

/**
 * All that the papers of one turno say, as plain data: it crosses to a worker thread, and equal facts
 * make equal papers. Texts are already in `language`.
 */
export type ConfirmationFacts = {
  /** The readable label, `K7QM-3XW9`. */
  reference: string
  procedureName: string
  start: Instant
  end: Instant
  /** IANA zone of the agency; every hour on the papers is in it. */
  zone: string
  agency: {
    name: string
    address: string
    province: string
    canton: string
    /** Demonstration data says so on the paper. */
    demonstration: boolean
  }
  holderName: string
  /** The document with all but its end hidden. */
  documentMasked: string
  /** Who comes for the holder; null when the holder comes. */
  thirdPartyName: string | null
  bring: Requirement[]
  institution: string
  contact: { email: string; phone: string }
  /** The signed text inside the QR, at most 170 characters. */
  qrText: string
  /** How to change or cancel, in `language`; null for the general sentence with `pageUrl`. */
  manageHint: string | null
  issuedAt: Instant
  language: Language
  /** How often the turno changed since it was made; calendars replace a lower one. */
  sequence: number
  /** Right half of the calendar's UID; must never change for an installation. */
  uidDomain: string
  /** The page about this turno; printed, so it carries no secret. */
  pageUrl: string
}
