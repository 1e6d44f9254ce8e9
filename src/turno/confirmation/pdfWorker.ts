import { getPriority, setPriority } from 'node:os'
import { move } from 'piscina'
import type { CertificateFacts } from '../../attendance/certificate/facts.ts'
import { certificatePdf } from '../../attendance/certificate/pdf.ts'
import type { ConfirmationFacts } from './facts.ts'
import { confirmationPdf } from './pdf.ts'

/** How far a paper stands behind a page where both want the processor: 0 not at all, 19 as far as can be. */
const behindPages = 10

// On Linux a priority is a thread's own, so this is about the papers alone; elsewhere it would be the
// whole process's. A page has somebody waiting for it, and a paper goes by mail. Who was started further
// behind already stays there: one may always step back, and not forward.
if (process.platform === 'linux' && getPriority() < behindPages) setPriority(behindPages)

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
