import type { RequestHandler } from 'express'
import { newId } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import type { Own } from '../adminPages.ts'
import { agencyUrl } from '../sections.ts'
import { namesOf, writerOf } from './changeFlow.ts'
import { placeOf } from './place.ts'
import { toldOf } from './told.ts'
import { hoursUrl, recordUrl } from './urls.ts'
import type { CapacityView } from './viewModels.ts'
import { bandText, releaseText } from './words.ts'

/** The windows of an agency, and what they serve and when that can be booked. */
export function capacityPage(services: Services): RequestHandler {
  const { adminPages } = services
  return async (request, response) => {
    const { agency, rules } = await placeOf(services, request)
    const writer = writerOf(services, request)
    const names = await namesOf(services, writer)
    const nameOf = (procedureId: string) => names.procedures.get(procedureId) ?? procedureId
    const served = new Set(rules.agendas.map(({ procedureId }) => procedureId))
    const view: Own<CapacityView> = {
      agency: adminPages.agencyTop(request, { ...agency, active: rules.agency.active }),
      maySet: may(knownStaff(request), 'admin', agency.id),
      pools: rules.pools.map((pool) => ({
        name: pool.name,
        seats: pool.seats,
        bands: pool.bands.map((band) => bandText(writer, band)),
        url: recordUrl(agency.id, 'ventanillas', pool.id),
        agendas: rules.agendas
          .filter(({ poolId }) => poolId === pool.id)
          .map(({ id, procedureId, slotMinutes, keptSeats, release, active }) => ({
            name: nameOf(procedureId),
            minutes: slotMinutes,
            kept: keptSeats,
            release: releaseText(writer, release),
            active,
            url: recordUrl(agency.id, 'agendas', procedureId),
            hoursUrl: hoursUrl(agency.id, { agenda: id }),
          })),
      })),
      newPoolUrl: recordUrl(agency.id, 'ventanillas', newId()),
      newAgendas: [...names.procedures]
        .filter(([id]) => !served.has(id))
        .map(([id, name]) => ({ name, url: recordUrl(agency.id, 'agendas', id) })),
      changesUrl: agencyUrl(agency.id, 'cambios'),
    }
    await adminPages.send(request, response, 'hours/capacity', view, {
      told: toldOf(services, request),
    })
  }
}
