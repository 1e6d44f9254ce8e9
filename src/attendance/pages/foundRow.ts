import type { Request } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import type { FoundPerson } from '../findPeople.ts'
import type { FoundRow } from '../viewModels.ts'
import { ticketUrl } from './addresses.ts'

/** Somebody found, as reception reads it: the whole document, to be held against the paper. */
export async function foundRow(
  { catalogue, pages }: Pick<Services, 'catalogue' | 'pages'>,
  request: Request,
  { id, zone }: Agency,
  person: FoundPerson,
): Promise<FoundRow> {
  const { document, startAt, arrivalId } = person
  const procedure = await catalogue.procedure(person.procedureId)
  return {
    turnoId: person.turnoId,
    name: person.name,
    thirdPartyName: person.thirdPartyName,
    document:
      document && `${pages.text(request, `booking:kinds.${document.kind}`)} ${document.number}`,
    procedureName: procedure?.name[contextOf(request).language] ?? '',
    start: startAt === null ? null : { at: startAt, zone },
    state: pages.text(request, `room:state.${person.status}`),
    label: person.label,
    ticketUrl: arrivalId === null ? null : ticketUrl({ id: arrivalId, agencyId: id }),
    mayArrive: person.status === 'confirmed' || person.status === 'no-show',
  }
}
