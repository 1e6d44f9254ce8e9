import { parseDocument } from '../../src/identity/documents.ts'
import type { Services } from '../../src/services.ts'
import { certificate, guayaquil } from './story.ts'

/** Somebody of the story, as they would type themselves. */
export type Person = {
  kind: string
  country: string
  number: string
  givenNames: string
  surnames: string
  email: string
}

export const maria: Person = {
  kind: 'passport',
  country: 'VEN',
  number: '084523917',
  givenNames: 'María José',
  surnames: 'Ñáñez Peña',
  email: 'maria@example.org',
}

export const lukasz: Person = {
  kind: 'passport',
  country: 'POL',
  number: 'EK1234567',
  givenNames: 'Łukasz',
  surnames: 'Żółć',
  email: 'lukasz@example.org',
}

export const nguyen: Person = {
  kind: 'passport',
  country: 'VNM',
  number: 'C1234567',
  givenNames: 'Thị Ễn',
  surnames: 'Nguyễn',
  email: 'nguyen@example.org',
}

/** One of a crowd: everybody with a passport and an address of their own. */
export function somebody(n: number): Person {
  return {
    kind: 'passport',
    country: 'COL',
    number: `AX${String(n).padStart(6, '0')}`,
    givenNames: 'Persona',
    surnames: 'De La Fila',
    email: `persona${n}@example.org`,
  }
}

/** What the person's own browser is known by: the value of its cookie `navegador`. */
export function browserOf({ email }: Person): string {
  return `the-browser-of-${email.replaceAll(/[^a-z0-9]/g, '-')}`
}

/** Starts a walk in the person's own browser and gives document and contact: the code is on its way. */
export async function askForCode(services: Services, person: Person): Promise<string> {
  const { booking, clock } = services
  const { id } = await booking.drafts.start({
    browserSecret: browserOf(person),
    nonce: `${clock.now()} ${Math.random()}`,
    procedureId: certificate,
    language: 'es',
  })
  const parsed = parseDocument(person)
  if (!parsed.ok) throw new Error(`${person.number}: ${parsed.reason}`)
  await booking.setDocument(id, { document: parsed.document, thirdParty: null })
  await booking.setContact(
    id,
    {
      holder: { givenNames: person.givenNames, surnames: person.surnames },
      thirdParty: null,
      email: person.email,
      phone: '+593991234567',
      consent: { version: '1', at: clock.now() },
    },
    'es',
  )
  return id
}

/** A walk whose address is verified, as if its code had been typed. */
export async function verified(services: Services, person: Person): Promise<string> {
  const id = await askForCode(services, person)
  const { database, stores, clock } = services
  await database.transaction((tx) => stores.drafts.change(tx, id, { verifiedAt: clock.now() }))
  return id
}

/** A walk that stands before the hours of an agenda. */
export async function atTheHours(
  services: Services,
  person: Person,
  agendaId = guayaquil,
): Promise<string> {
  const id = await verified(services, person)
  const agenda = await services.catalogue.agenda(agendaId)
  if (!agenda) throw new Error(`No agenda ${agendaId}`)
  const placed = await services.booking.setPlace(id, agenda)
  if (!placed.ok) throw new Error(placed.reason)
  return id
}

/** A turno made through all the steps; answers its id. */
export async function turnoOf(
  services: Services,
  person: Person,
  start: string,
  agendaId = guayaquil,
): Promise<string> {
  const id = await atTheHours(services, person, agendaId)
  const held = await services.booking.hold(id, start)
  if (!held.ok) throw new Error(held.reason)
  const made = await services.booking.confirm(id)
  if (!made.ok) throw new Error(made.reason)
  return made.turnoId
}
