import type { Request, RequestHandler, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { parseGivenNames, parseSurnames } from '../../identity/names.ts'
import { newSecret } from '../../keys/codes.ts'
import { readConfirmation } from '../../keys/confirmationSeal.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { ArrivalStatus } from '../arrival.ts'
import type { ArriveResult, TurnoKey } from '../arrive.ts'
import { findPeople } from '../findPeople.ts'
import { isPriorityGroup, priorityGroups } from '../priority.ts'
import type { FoundRow, ReceptionView, Told } from '../viewModels.ts'
import { waitingRoomOf } from '../waitingRoom.ts'
import { receptionUrl, ticketUrl } from './addresses.ts'
import { arriveAnswer } from './arriveAnswer.ts'
import { askedFor } from './askedFor.ts'
import { choices } from './choices.ts'
import { doorPart } from './door.ts'
import { foundRow } from './foundRow.ts'
import { actorOf, agencyOf, agencyPart } from './room.ts'
import { proceduresHere } from './windowProcedures.ts'

/** What a page says besides how things stand. */
type Answer = {
  told?: Told
  lateTurnoId?: string
  errors?: FieldError[]
  found?: FoundRow[]
}

/** As many of the last tickets as reception is asked about again. */
const recentTickets = 8
const everyStatus: ArrivalStatus[] = ['waiting', 'called', 'parked', 'served', 'no-show', 'left']

/** The desk at the door: takes people in, with a turno or without. */
export function receptionPage(services: Services) {
  const { attendance, clock, database, keyring, pages, staffPages, stores, turnos } = services
  const search = findPeople(services)

  async function send(
    request: Request,
    response: Response,
    agency: Agency,
    { told, lateTurnoId, errors = [], found }: Answer,
    status = 200,
  ): Promise<void> {
    const { id, zone } = agency
    const day = localDateOf(clock.now(), zone)
    const arrivals = await stores.arrivals.inOrder(database.read, id, day, everyStatus)
    const latest = [...arrivals].sort((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1))
    const door = await doorPart(services, request, agency)
    const view: Omit<ReceptionView, 'page' | 'staff'> = {
      agency: agencyPart(agency),
      errors,
      told: told ?? null,
      lateTurnoId: lateTurnoId ?? null,
      values: {
        text: field(request, 'text').slice(0, 200),
        priority: field(request, 'priority'),
        givenNames: field(request, 'givenNames').slice(0, 100),
        surnames: field(request, 'surnames').slice(0, 100),
        procedure: field(request, 'procedure'),
      },
      found: found ?? null,
      priorities: choices(pages, request, 'room:priority.', priorityGroups),
      walkIn: await walkInPart(request, id, day),
      door,
      recent: latest.slice(0, recentTickets).map((row) => ({
        label: row.label,
        url: ticketUrl(row),
        at: { at: row.arrivedAt, zone },
        state: pages.text(request, `room:state.${row.status}`),
      })),
      waiting: arrivals.filter(({ status: state }) => state === 'waiting').length,
      arriveUrl: receptionUrl(id),
      walkInUrl: receptionUrl(id, 'sin-turno'),
      dayUrl: may(knownStaff(request), 'supervisor', id) ? receptionUrl(id, 'dia') : null,
    }
    await staffPages.send(request, response, 'attendance/reception', view, status)
  }

  async function walkInPart(
    request: Request,
    agencyId: string,
    day: string,
  ): Promise<ReceptionView['walkIn']> {
    const { walkInQuota } = await waitingRoomOf(stores, database.read, agencyId)
    if (walkInQuota === 0) return null
    const row = await stores.agencyDays.find(database.read, agencyId, day)
    const { language } = contextOf(request)
    const here = await proceduresHere(services, agencyId)
    return {
      nonce: newSecret(),
      left: Math.max(0, walkInQuota - (row?.walkIns ?? 0)),
      procedures: here.map(({ id, name }) => ({ value: id, label: name[language] })),
    }
  }

  const show: RequestHandler = async (request, response) => {
    await send(request, response, await agencyOf(services, request), {})
  }

  /** One field for a scanned code, a reference, a name or a document; or a person chosen below it. */
  const arrive: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const turnoId = field(request, 'turno')
    if (turnoId !== '') return takeIn(request, response, agency, { by: 'turno', turnoId })
    const asked = askedFor(field(request, 'text'))
    if (asked.kind === 'turno') return takeIn(request, response, agency, asked.key)
    if (asked.kind === 'mistyped') {
      const text = pages.text(request, 'room:arrive.mistyped')
      return send(request, response, agency, { errors: [{ field: 'text', message: text }] }, 422)
    }
    if (asked.kind === 'nothing') {
      const text = pages.text(request, 'room:arrive.nothing')
      return send(request, response, agency, { errors: [{ field: 'text', message: text }] }, 422)
    }
    const people = await search(agency, asked.text)
    const found = await Promise.all(
      people.map((person) => foundRow(services, request, agency, person)),
    )
    await send(request, response, agency, { found })
  }

  async function takeIn(
    request: Request,
    response: Response,
    agency: Agency,
    key: TurnoKey,
  ): Promise<void> {
    const group = field(request, 'priority')
    const result = await attendance.arrive(agency.id, key, {
      actor: actorOf(request),
      priority: isPriorityGroup(group) ? group : null,
      lateAsWalkIn: field(request, 'late') === 'yes',
    })
    if (result.ok) return seeOther(response, `${ticketUrl(result.arrival)}?${answerOf(result)}`)
    const told = arriveAnswer(services, request, {
      refused: result,
      zone: agency.zone,
      at: 'reception',
    })
    const late = result.reason === 'too-late' && result.walkInsLeft > 0
    const lateTurnoId = late ? await turnoIdOf(key) : null
    await send(request, response, agency, { told, ...(lateTurnoId ? { lateTurnoId } : {}) }, 409)
  }

  /** The turno behind what was shown, so that one more press can take it in without its hour. */
  async function turnoIdOf(key: TurnoKey): Promise<string | null> {
    if (key.by === 'turno') return key.turnoId
    if (key.by === 'reference') return (await turnos.byReference(key.text))?.id ?? null
    const read = readConfirmation(keyring.confirmation.verifyKeys, key.text)
    return read.ok ? ((await turnos.byReference(read.facts.reference))?.id ?? null) : null
  }

  const walkIn: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const group = field(request, 'priority')
    const givenNames = parseGivenNames(field(request, 'givenNames'))
    const surnames = parseSurnames(field(request, 'surnames'))
    const nameless = !surnames.ok && surnames.reason === 'missing'
    const errors: FieldError[] = []
    if (!givenNames.ok) errors.push(wrong('givenNames', givenNames.reason))
    if (!surnames.ok && !nameless) errors.push(wrong('surnames', surnames.reason))
    const nonce = field(request, 'nonce').slice(0, 64)
    const procedureId = field(request, 'procedure')
    if (nonce === '' || procedureId === '') {
      const message = pages.text(request, 'room:errors.procedure-missing')
      errors.push({ field: 'procedure', message })
    }
    if (errors.length > 0) return send(request, response, agency, { errors }, 422)
    const { language } = contextOf(request)
    const result = await attendance.walkIn(agency.id, {
      nonce,
      procedureId,
      priority: isPriorityGroup(group) ? group : null,
      language: field(request, 'language') === 'en' ? 'en' : language,
      personal: {
        name:
          givenNames.ok && surnames.ok
            ? { givenNames: givenNames.name, surnames: surnames.name }
            : null,
        document: null,
      },
      actor: actorOf(request),
    })
    if (result.ok) return seeOther(response, `${ticketUrl(result.arrival)}?${answerOf(result)}`)
    const told = arriveAnswer(services, request, {
      refused: result,
      zone: agency.zone,
      at: 'reception',
    })
    await send(request, response, agency, { told }, 409)

    function wrong(name: string, reason: string): FieldError {
      return { field: name, message: pages.text(request, `room:errors.name-${reason}`) }
    }
  }

  return { show, arrive, walkIn, send }
}

/** What the ticket's page says first; nothing personal, so it may stand in the address. */
function answerOf(ticket: Extract<ArriveResult, { ok: true }>): string {
  if (ticket.returned) return 'dice=vuelve'
  if (ticket.again) return 'dice=ya'
  return ticket.late ? 'dice=tarde' : 'dice=nuevo'
}
