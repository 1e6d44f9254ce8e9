import { move } from 'piscina'
import type { ConfirmationFacts } from './facts.ts'
import { confirmationPdf } from './pdf.ts'

/** What the pool's threads run: the PDF's bytes, handed over without a copy where they can be. */
export async function confirmation(facts: ConfirmationFacts): Promise<Uint8Array> {
  const bytes = new Uint8Array(await confirmationPdf(facts))
  move(bytes)
  return bytes
}
