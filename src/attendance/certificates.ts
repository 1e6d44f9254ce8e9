import type { CertificateRow } from '../../db/certificateStore.ts'
import type { Agency } from '../agencies/agency.ts'
import type { Procedure } from '../agencies/procedure.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import { holderKey } from '../identity/holderKey.ts'
import { newId } from '../keys/codes.ts'
import { sealedJson } from '../keys/sealedJson.ts'
import { fullName } from '../turno/turno.ts'
import type { CertificateFacts } from './certificate/facts.ts'
import { newCertificateCode } from './certificateCode.ts'
import type { Certified } from './outcome.ts'
import type { AttendancePorts } from './ports.ts'
import type { Today } from './today.ts'

/** What a certificate says, sealed, so that its paper can be made again as it was. */
export type CertificatePersonal = Certified & {
  procedureName: string
  agencyName: string
  canton: string
  province: string
  zone: string
  demonstration: boolean
}

/** Certificates are official papers in the language of the institution. */
const paperLanguage = 'es'

/** Issuing and annulling; only ever inside the step that records the outcome. */
export function createCertificates(ports: AttendancePorts) {
  const { stores, hash, keyring, database, publicUrl } = ports
  const personalSeal = sealedJson<CertificatePersonal>(keyring, 'certificate')
  const codeSeal = sealedJson<string>(keyring, 'certificate-code')

  return {
    /** Issues a certificate with the next number of its province's year. */
    async issue(
      { tx, now, agency }: Today,
      {
        visitId,
        procedure,
        certified,
      }: { visitId: string; procedure: Procedure; certified: Certified },
    ): Promise<string> {
      const id = newId()
      const code = newCertificateCode()
      const { code: provinceCode } = agency.province
      const year = Number(localDateOf(now, agency.zone).slice(0, 4))
      // Last of all that is locked, and briefly: everybody of the province waits for this row.
      const number = await stores.certificates.nextNumber(tx, provinceCode, year)
      await stores.certificates.add(tx, {
        id,
        visitId,
        provinceCode,
        year,
        number,
        codeKey: hash('certificate', code),
        code: codeSeal.seal(id, code),
        personal: personalSeal.seal(id, personalOf(certified, procedure, agency)),
        holderKey: holderKey(hash, certified.document),
        issuedAt: now,
        annulledAt: null,
      })
      return id
    },

    annul({ tx, now }: Today, certificateId: string): Promise<boolean> {
      return stores.certificates.annul(tx, certificateId, now)
    },

    /** The certificate's own row with what it says, by the code on the paper; null for no such code. */
    async byCode(code: string) {
      const row = await stores.certificates.findByCode(database.read, hash('certificate', code))
      return row && { row, personal: personalSeal.open(row.id, row.personal) }
    },

    /** What a certificate is known by; null for an unknown id. Names nobody. */
    async byId(certificateId: string): Promise<IssuedCertificate | null> {
      const row = await stores.certificates.find(database.read, certificateId)
      return row && issuedOf(row)
    },

    /** What the paper says, the same each time; null for an unknown id. */
    async facts(certificateId: string): Promise<CertificateFacts | null> {
      const row = await stores.certificates.find(database.read, certificateId)
      const institution = await stores.agencies.institution(database.read)
      if (!row || !institution) return null
      const { holder, document, ...said } = personalSeal.open(row.id, row.personal)
      const code = codeSeal.open(row.id, row.code)
      return {
        ...said,
        number: certificateNumber(row),
        code,
        institution: institution.name,
        contact: { email: institution.contactEmail, phone: institution.contactPhone },
        holderName: fullName(holder),
        document: { kind: document.kind, country: document.country, number: document.number },
        issuedAt: row.issuedAt,
        annulled: row.annulledAt !== null,
        verifyUrl: `${publicUrl()}/verificar/${code}`,
        language: paperLanguage,
      }
    },
  }
}

export type Certificates = ReturnType<typeof createCertificates>

/** A certificate without anything of the holder. */
export type IssuedCertificate = {
  id: string
  visitId: string
  number: string
  issuedAt: Instant
  annulledAt: Instant | null
}

function issuedOf(row: CertificateRow): IssuedCertificate {
  const { id, visitId, issuedAt, annulledAt } = row
  return { id, visitId, number: certificateNumber(row), issuedAt, annulledAt }
}

/** The number as the paper has it: province, year, and the sequence in it, `09-2026-000123`. */
export function certificateNumber({
  provinceCode,
  year,
  number,
}: Pick<CertificateRow, 'provinceCode' | 'year' | 'number'>): string {
  return `${provinceCode}-${year}-${String(number).padStart(6, '0')}`
}

function personalOf(
  certified: Certified,
  procedure: Procedure,
  agency: Agency,
): CertificatePersonal {
  return {
    ...certified,
    procedureName: procedure.name[paperLanguage],
    agencyName: agency.name,
    canton: agency.canton,
    province: agency.province.name,
    zone: agency.zone,
    demonstration: agency.demonstration,
  }
}
