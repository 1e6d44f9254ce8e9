import type { Request, RequestHandler, Response } from 'express'
import { localDateOf } from '../../calendar/zonedDay.ts'
import type { Instant } from '../../clock.ts'
import { placesFor } from '../../relocation/pages/choosePage.ts'
import { calendarModel } from '../../seats/calendarModel.ts'
import { isSlotStart } from '../../seats/slot.ts'
import type { Services } from '../../services.ts'
import { fullName } from '../../turno/turno.ts'
import type { MoveNotice } from '../../turno/viewModels.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { actorOf, foundBy, personUrl } from './found.ts'
import type { RelocationHoursView, RelocationHourView } from './viewModels.ts'

/** Another hour for somebody: proposed to them, or agreed on the telephone and theirs at once. */
export function hourPage(services: Services) {
  const { adminPages, database, relocations, stores, turnos } = services
  const calendar = calendarModel(services)
  const found = foundBy(services)

  async function standing(request: Request) {
    const at = await found.person(request)
    const { agency, change, relocation } = at
    const all = await stores.agencies.agendas(database.read, relocation.turno.procedure.id)
    const places = placesFor(all, relocation)
    const asked: unknown = request.params.agenda
    return {
      ...at,
      places,
      agenda: places.find(({ id }) => id === asked) ?? null,
      url: personUrl(agency.id, change.id, relocation.id),
      name: fullName(relocation.turno.personal.holder),
      from: { at: relocation.from.start, zone: relocation.from.agency.zone },
    }
  }

  type Standing = Awaited<ReturnType<typeof standing>>
  const hoursUrl = ({ url }: Standing, agendaId: string) =>
    `${url}/hora/${encodeURIComponent(agendaId)}`

  /** Where one begins: where an hour is proposed, else at the own agency, else at the nearest. */
  const begin: RequestHandler = async (request, response) => {
    const at = await standing(request)
    const { places, relocation, url } = at
    const first = places.find(({ id }) => id === relocation.proposal?.agendaId) ?? places[0]
    const isOpen = relocation.endedAt === null
    seeOther(response, first && isOpen ? hoursUrl(at, first.id) : url)
  }

  async function sendCalendar(
    request: Request,
    response: Response,
    at: Standing,
    lost: { notice: MoveNotice; slot: Instant } | null,
    status = 200,
  ): Promise<void> {
    const { agency, agenda, places, relocation, url, name, from } = at
    if (!agenda || relocation.endedAt !== null) return seeOther(response, url)
    const model = await calendar(request, agenda, {
      month: parameter(request, 'mes'),
      day: lost ? localDateOf(lost.slot, agenda.agency.zone) : parameter(request, 'dia'),
      chosen: relocation.proposal?.start ?? null,
      near: lost?.slot ?? null,
      ownDraft: relocation.id,
    })
    const view: Own<RelocationHoursView> = {
      ...model,
      agencyTop: adminPages.agencyTop(request, agency),
      backUrl: url,
      name,
      from,
      notice: lost?.notice ?? null,
      places: places.map((place) => ({
        name: place.agency.name,
        city: place.agency.canton,
        url: hoursUrl(at, place.id),
        here: place.id === agenda.id,
      })),
    }
    await adminPages.send(request, response, 'admin/relocationHours', view, { status })
  }

  const show: RequestHandler = async (request, response) => {
    const at = await standing(request)
    const { agency, agenda, name, from } = at
    const slot = parameter(request, 'hora')
    if (!agenda || !isSlotStart(slot)) return sendCalendar(request, response, at, null)
    const { zone } = agenda.agency
    const view: Own<RelocationHourView> = {
      agencyTop: adminPages.agencyTop(request, agency),
      backUrl: `${hoursUrl(at, agenda.id)}?dia=${localDateOf(slot, zone)}`,
      postUrl: hoursUrl(at, agenda.id),
      name,
      from,
      slot: { at: slot, zone },
      place: {
        name: agenda.agency.name,
        address: agenda.agency.address,
        city: agenda.agency.canton,
      },
    }
    await adminPages.send(request, response, 'admin/relocationHour', view)
  }

  const choose: RequestHandler = async (request, response) => {
    const at = await standing(request)
    const { agenda, relocation, url } = at
    const slot = field(request, 'slot')
    if (!agenda || !isSlotStart(slot)) return sendCalendar(request, response, at, null, 422)
    const actor = actorOf(request)
    const move = field(request, 'act') === 'move'
    const { turno } = relocation
    if (relocation.endedAt !== null) return seeOther(response, url)
    const result = move
      ? await turnos.move(turno.id, slot, { agendaId: agenda.id, by: actor })
      : await relocations.proposeAt(relocation.id, agenda.id, slot, actor)
    if (result.ok) return seeOther(response, `${url}?aviso=${move ? 'movido' : 'propuesto'}`)
    const ended = ['unknown', 'not-live', 'too-late', 'too-often', 'over'].includes(result.reason)
    if (ended) return seeOther(response, url)
    const notice = result.reason === 'seat-taken' ? 'seat-taken' : 'hour-gone'
    await sendCalendar(request, response, at, { notice, slot }, 409)
  }

  return { begin, show, choose }
}
