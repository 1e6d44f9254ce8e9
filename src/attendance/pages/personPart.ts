import type { Request } from 'express'
import { countryName } from '../../identity/countries.ts'
import type { IdentityDocument } from '../../identity/documents.ts'
import type { Services } from '../../services.ts'
import { fullName } from '../../turno/turno.ts'
import { contextOf } from '../../web/context.ts'
import type { Arrival } from '../arrival.ts'
import { walkInSeal } from '../walkIn.ts'
import type { PersonPart } from '../windowViewModels.ts'

type PersonServices = Pick<
  Services,
  'catalogue' | 'database' | 'keyring' | 'pages' | 'stores' | 'turnos'
>

/** Who was called and what they booked, in clear: the clerk holds it against the passport. */
export async function personPart(
  { catalogue, database, keyring, pages, stores, turnos }: PersonServices,
  request: Request,
  arrival: Arrival,
  zone: string,
): Promise<PersonPart> {
  const { language } = contextOf(request)
  const document = (one: IdentityDocument) =>
    `${pages.text(request, `booking:kinds.${one.kind}`)} ${one.number}`
  const procedure = await catalogue.procedure(arrival.procedureId)
  const common = {
    procedureName: procedure?.name[language] ?? '',
    language: pages.text(request, `booking:languages.${arrival.language}`),
  }
  const turno = arrival.turnoId === null ? null : await turnos.byId(arrival.turnoId)
  if (!turno) {
    const row = await stores.arrivals.find(database.read, arrival.id)
    const given = row?.personal ? walkInSeal({ keyring }).open(row.id, row.personal) : null
    return {
      ...common,
      name: given?.name ? fullName(given.name) : null,
      document: given?.document ? document(given.document) : null,
      country: null,
      hour: null,
      reference: null,
      phone: null,
      thirdParty: null,
    }
  }
  const { personal } = turno
  const { country } = personal.document
  return {
    ...common,
    name: fullName(personal.holder),
    document: document(personal.document),
    country: country && countryName(country, language),
    hour: { at: turno.startAt, zone },
    reference: turno.reference,
    phone: personal.phone,
    thirdParty: personal.thirdParty && {
      name: fullName(personal.thirdParty.person),
      document: document(personal.thirdParty.document),
    },
  }
}
