import type { RequestHandler } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { inPath } from '../pages/room.ts'
import { deskOf, deskUrl } from './walk.ts'

/**
 * A new turno for somebody whose visit ended without certificate, in one click: everything of the old one
 * but the hour. Who came without a turno is asked for their data first.
 */
export function againStep(services: Services): RequestHandler {
  const { attendance, booking, catalogue, turnos } = services
  return async (request, response) => {
    const visit = await attendance.visits.byId(inPath(request, 'visit'))
    if (!visit || visit.endedAt === null) throw createError(404, 'No such visit')
    const { agencyId, arrival } = visit
    const turno = arrival.turnoId === null ? null : await turnos.byId(arrival.turnoId)
    const agendas = await catalogue.agendas(arrival.procedureId)
    const agenda = agendas.find(({ agency }) => agency.id === agencyId)
    if (!turno || !agenda) return seeOther(response, receptionUrl(agencyId, 'turno'))
    const { document, holder, thirdParty, email, phone, consent } = turno.personal
    const { id } = await booking.beginAtDesk({
      owner: deskOf(agencyId),
      nonce: `again ${visit.id}`,
      agenda,
      document: { document, thirdParty: thirdParty?.document ?? null },
      contact: { holder, thirdParty: thirdParty?.person ?? null, email, phone, consent },
      language: turno.language,
    })
    seeOther(response, deskUrl(agencyId, id))
  }
}
