import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { maskDocument } from '../identity/masks.ts'
import { toBase32 } from '../keys/base32.ts'
import { signConfirmation } from '../keys/confirmationSeal.ts'
import type { Keyring } from '../keys/keyring.ts'
import { signLink } from '../keys/links.ts'
import type { ConfirmationFacts } from './confirmation/facts.ts'
import { fullName, type Turno } from './turno.ts'

/** What a link to a turno is for, and the version that revokes older ones. */
export const turnoLinkPurpose = 'turno'

/** What a link is for that answers a proposed hour. */
export const answerLinkPurpose = 'answer'

type PapersPorts = {
  keyring: Keyring
  /** The address people reach us at, without a slash at the end. */
  publicUrl: () => string
}

/** Who the papers speak for. */
export type PapersInstitution = { name: string; contactEmail: string; contactPhone: string }

/** What the papers and links of a turno say. */
export function createPapers({ keyring, publicUrl }: PapersPorts) {
  const path = (turno: Turno) => `/turnos/${turno.reference}`

  function qrText(turno: Turno): string {
    return signConfirmation(keyring, {
      reference: turno.reference,
      start: turno.startAt,
      agency: shortCode(turno.agency.code),
      procedure: shortCode(turno.procedure.slug),
      version: turno.sequence,
    })
  }

  return {
    qrText,

    /** A link that opens the turno's page; it is exchanged for a cookie at once. */
    linkToken: (turno: Turno): string =>
      signLink(keyring, {
        purpose: turnoLinkPurpose,
        subject: turno.id,
        version: turno.linkVersion,
      }),

    linkFor(turno: Turno): string {
      return `${publicUrl()}/turnos/enlace/${this.linkToken(turno)}`
    },

    /** A link by which who must be moved answers; good until the old hour. */
    answerLinkFor(turno: Turno, oldStart: Instant): string {
      const token = signLink(keyring, {
        purpose: answerLinkPurpose,
        subject: turno.id,
        version: turno.linkVersion,
        notAfter: oldStart,
      })
      return `${publicUrl()}/turnos/propuesta/${token}`
    },

    /** What the papers say, in the turno's language or the one asked for. */
    facts(
      turno: Turno,
      { name, contactEmail, contactPhone }: PapersInstitution,
      language = turno.language,
    ): ConfirmationFacts {
      const { personal, agency, procedure } = turno
      const { details } = procedure
      const requirements = personal.thirdParty
        ? [...details.requirements, ...details.thirdPartyRequirements]
        : details.requirements
      return {
        reference: turno.reference,
        procedureName: procedure.name[language],
        start: turno.startAt,
        end: turno.endAt,
        zone: agency.zone,
        agency: {
          name: agency.name,
          address: agency.address,
          province: agency.province.name,
          canton: agency.canton,
          demonstration: agency.demonstration,
        },
        holderName: fullName(personal.holder),
        documentMasked: maskDocument(personal.document.number),
        thirdPartyName: personal.thirdParty ? fullName(personal.thirdParty.person) : null,
        bring: requirements.map(({ title, detail }) => ({
          title: title[language],
          detail: detail[language],
        })),
        institution: name,
        contact: { email: contactEmail, phone: contactPhone },
        qrText: qrText(turno),
        manageHint: null,
        issuedAt: turno.createdAt,
        language,
        sequence: turno.sequence,
        uidDomain: new URL(publicUrl()).hostname,
        pageUrl: `${publicUrl()}${path(turno)}`,
      }
    },
  }
}

export type Papers = ReturnType<typeof createPapers>

/** Eight letters and digits that stand for a code of any length in the QR; the window computes the same. */
function shortCode(code: string): string {
  return toBase32(createHash('sha256').update(code).digest()).slice(0, 8)
}
