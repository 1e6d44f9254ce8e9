import type { Instant } from '../../clock.ts'
import type { DocumentKind } from '../../identity/documents.ts'
import type { Language } from '../../language.ts'

/**
 * All that a certificate's paper says, as plain data: it crosses to a worker thread, and equal facts make
 * equal papers.
 */
export type CertificateFacts = {
  /** `09-2026-000123`. */
  number: string
  /** What `/verificar` asks for; printed beside the QR. */
  code: string
  procedureName: string
  institution: string
  contact: { email: string; phone: string }
  holderName: string
  /** In full: this is the holder's own paper. */
  document: { kind: DocumentKind; country: string | null; number: string }
  agencyName: string
  canton: string
  province: string
  /** IANA zone of the agency; the date of issue is in it. */
  zone: string
  /** Demonstration data says so on the paper. */
  demonstration: boolean
  issuedAt: Instant
  /** A paper made again after the certificate was annulled says so. */
  annulled: boolean
  /** What the QR opens. */
  verifyUrl: string
  language: Language
}
