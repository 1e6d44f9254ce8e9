import { parseDocument } from '../../src/identity/documents.ts'
import { newSecret } from '../../src/keys/codes.ts'
import type { Services } from '../../src/services.ts'
import { certificate } from '../support/story.ts'

/** Somebody who stands at the hours, and the browser whose cookie knows it. */
export type Standing = { draftId: string; browserSecret: string }

/** People who have done all the steps before the hours, at one agenda each. Many at once share commits. */
export async function standAtTheHours(
  services: Services,
  people: readonly { client: number; agenda: string }[],
): Promise<Standing[]> {
  return Promise.all(people.map(({ client, agenda }) => standOne(services, client, agenda)))
}

async function standOne(services: Services, client: number, agendaId: string): Promise<Standing> {
  const { booking, catalogue, clock, database, stores } = services
  const browserSecret = newSecret()
  const { id } = await booking.drafts.start({
    browserSecret,
    nonce: String(client),
    procedureId: certificate,
    language: 'es',
  })
  const number = `CX${String(client).padStart(7, '0')}`
  const parsed = parseDocument({ kind: 'passport', country: 'COL', number })
  if (!parsed.ok) throw new Error(parsed.reason)
  await booking.setDocument(id, { document: parsed.document, thirdParty: null })
  const contact = {
    holder: { givenNames: 'Persona', surnames: 'De La Fila' },
    thirdParty: null,
    email: `fila${client}@example.org`,
    phone: '+593991234567',
    consent: { version: '1', at: clock.now() },
  }
  await booking.setContact(id, contact, 'es')
  await database.transaction((tx) => stores.drafts.change(tx, id, { verifiedAt: clock.now() }))
  const agenda = await catalogue.agenda(agendaId)
  if (!agenda) throw new Error(`No agenda ${agendaId}`)
  const placed = await booking.setPlace(id, agenda)
  if (!placed.ok) throw new Error(placed.reason)
  return { draftId: id, browserSecret }
}

/** The cookie by which the application, behind TLS, knows a browser. */
export function cookieOf({ browserSecret }: Standing): Record<string, string> {
  return { '__Host-navegador': browserSecret }
}

/** The page of the hours of somebody who stands before them. */
export function hoursOf({ draftId }: Standing): string {
  return `/turnos/nuevo/${draftId}/horario`
}
