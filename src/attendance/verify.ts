import type { Instant } from '../clock.ts'
import type { PersonName } from '../turno/turno.ts'
import { parseCertificateCode } from './certificateCode.ts'
import { type Certificates, certificateNumber } from './certificates.ts'
import { folded } from './foldedText.ts'

/** What somebody reads off a paper, to compare it; what is left empty is not compared. */
export type ReadOffPaper = { number?: string; document?: string; surnames?: string }

/** Whether a thing that was typed is what the certificate says; null where nothing was typed. */
export type Comparison = {
  number: boolean | null
  document: boolean | null
  surnames: boolean | null
}

export type Verification =
  /** No certificate has this code. */
  | { genuine: false }
  | {
      genuine: true
      number: string
      issuedAt: Instant
      /** IANA zone of the agency that issued it. */
      zone: string
      state: 'valid' | 'annulled'
      annulledAt: Instant | null
      procedureName: string
      /** Demonstration data: no real certificate. */
      demonstration: boolean
      matches: Comparison
    }

/**
 * Tells whoever holds a paper whether it is genuine. It names nobody: it only says whether what they
 * typed themselves is what the certificate says.
 */
export function createVerify(certificates: Certificates) {
  return async (typedCode: string, paper: ReadOffPaper = {}): Promise<Verification> => {
    const code = parseCertificateCode(typedCode)
    const found = code && (await certificates.byCode(code))
    if (!found) return { genuine: false }
    const { row, personal } = found
    const number = certificateNumber(row)
    const same = (typed: string | undefined, own: string) =>
      typed === undefined || typed.trim() === '' ? null : plain(typed) === plain(own)
    return {
      genuine: true,
      number,
      issuedAt: row.issuedAt,
      zone: personal.zone,
      state: row.annulledAt === null ? 'valid' : 'annulled',
      annulledAt: row.annulledAt,
      procedureName: personal.procedureName,
      demonstration: personal.demonstration,
      matches: {
        number: same(paper.number, number),
        document: same(paper.document, personal.document.number),
        surnames: matchesName(paper.surnames, personal.holder),
      },
    }
  }
}

export type Verify = ReturnType<typeof createVerify>

/** The surnames alone, or the whole name in either order. */
function matchesName(typed: string | undefined, holder: PersonName): boolean | null {
  if (typed === undefined || typed.trim() === '') return null
  const { givenNames, surnames } = holder
  const ways = [surnames, `${givenNames} ${surnames}`, `${surnames} ${givenNames}`]
  return ways.some((way) => plain(way) === plain(typed))
}

/** What two people typing one paper agree on: neither case nor marks, spaces or hyphens. */
function plain(text: string): string {
  return folded(text.slice(0, 200)).replaceAll(' ', '')
}
