import { parseDocument } from '../../../src/identity/documents.ts'
import { newSecret } from '../../../src/keys/codes.ts'
import type { Services } from '../../../src/services.ts'
import type { Person } from '../../support/people.ts'
import { certificate } from '../../support/story.ts'

/** A walk that reception of an agency began for somebody without address, or for who comes for them; its id. */
export async function walkAtDesk(
  { booking, catalogue, clock }: Services,
  person: Person,
  agencyId: string,
  third: Person | null = null,
): Promise<string> {
  const agenda = await catalogue.agenda(`${agencyId}--${certificate}`)
  const parsed = parseDocument(person)
  const own = third && parseDocument(third)
  if (!agenda || !parsed.ok || own?.ok === false) throw new Error('No agenda, or no document')
  const { id } = await booking.beginAtDesk({
    owner: `desk ${agencyId}`,
    nonce: newSecret(),
    agenda,
    document: { document: parsed.document, thirdParty: own?.document ?? null },
    contact: {
      holder: { givenNames: person.givenNames, surnames: person.surnames },
      thirdParty: third && { givenNames: third.givenNames, surnames: third.surnames },
      email: null,
      phone: '',
      consent: { version: '1', at: clock.now() },
    },
    language: 'es',
  })
  return id
}
