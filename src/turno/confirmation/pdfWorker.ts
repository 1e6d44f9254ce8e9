import { move } from 'piscina'
import type { CertificateFacts } from '../../attendance/certificate/facts.ts'
import { certificatePdf } from '../../attendance/certificate/pdf.ts'
import type { ConfirmationFacts } from './facts.ts'
import { confirmationPdf } from './pdf.ts'

/** What the pool's threads run: the PDF's bytes, handed over without a copy where they can be. */
export async function confirmation(facts: ConfirmationFacts): Promise<Uint8Array> {
  return handedOver(await confirmationPdf(facts))
}

/** The same for the other kind of paper. */
export async function certificate(facts: CertificateFacts): Promise<Uint8Array> {
  return handedOver(await certificatePdf(facts))
}

function handedOver(pdf: Buffer): Uint8Array {
  const bytes = new Uint8Array(pdf)
  move(bytes)
  return bytes
}
