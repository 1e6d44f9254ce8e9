import type { Request, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { newSecret } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { cameraHere } from '../../web/headers.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { Ticket, TurnoKey } from '../arrive.ts'
import { arriveAnswer, type NotTakenIn } from '../pages/arriveAnswer.ts'
import { askedFor } from '../pages/askedFor.ts'
import { proceduresHere } from '../pages/windowProcedures.ts'
import type { Told } from '../viewModels.ts'
import { waitingRoomOf } from '../waitingRoom.ts'
import type { AtKiosk, KioskHandler } from './device.ts'
import { kioskPart, kioskUrl } from './kioskPart.ts'
import { ticketToken } from './ticketToken.ts'
import type { AnswerView, StartView, WalkInView } from './viewModels.ts'

/** The beginning of every visit: the QR, the reference, or neither; and what a kiosk says to each. */
export function startPage(services: Services) {
  const { attendance, clock, database, keyring, pages, stores } = services
  const { kiosks } = attendance

  async function send(
    request: Request,
    response: Response,
    { agency }: AtKiosk,
    errors: FieldError[] = [],
  ): Promise<void> {
    const shut = await whyShut(request, agency)
    const { walkInQuota } = await waitingRoomOf(stores, database.read, agency.id)
    const view: Omit<StartView, 'page'> = {
      kiosk: kioskPart(clock, agency),
      errors,
      values: { text: field(request, 'text').slice(0, 200) },
      shut,
      walkInUrl: walkInQuota > 0 ? kioskUrl(agency.id, 'sin-turno') : null,
    }
    cameraHere(response)
    await pages.send(request, response, 'kiosk/start', view, errors.length > 0 ? 422 : 200)
  }

  const toPerson = (request: Request, refused: NotTakenIn, zone: string) =>
    arriveAnswer({ pages }, request, { refused, zone, at: 'kiosk' })

  async function whyShut(request: Request, { id, zone }: Agency): Promise<Told | null> {
    const day = await attendance.day.figures(id)
    if (!day) return null
    const say = (refused: NotTakenIn) => toPerson(request, refused, zone)
    if (day.closedAt !== null) return say({ ok: false, reason: 'closed' })
    if (day.pausedBecause === null) return null
    return say({ ok: false, reason: 'paused', because: day.pausedBecause })
  }

  async function refuse(
    request: Request,
    response: Response,
    { agency }: AtKiosk,
    refused: NotTakenIn,
    late: AnswerView['late'] = null,
  ): Promise<void> {
    const told = toPerson(request, refused, agency.zone)
    const view: Omit<AnswerView, 'page'> = { kiosk: kioskPart(clock, agency), told, late }
    const status = refused.reason === 'too-often' ? 429 : 409
    await pages.send(request, response, 'kiosk/answer', view, status)
  }

  function toTicket(response: Response, { agency }: AtKiosk, ticket: Ticket): void {
    const token = ticketToken(keyring, ticket.arrival.id, clock.now())
    seeOther(response, `${kioskUrl(agency.id, `boleto/${token}`)}?dice=${wordOf(ticket)}`)
  }

  const show: KioskHandler = (request, response, at) => send(request, response, at)

  /** What the camera read, a hand scanner typed, or the person: the QR, or the reference. */
  const arrive: KioskHandler = async (request, response, at) => {
    const text = field(request, 'text')
    const asked = askedFor(text)
    if (asked.kind === 'turno') return takeIn(request, response, at, asked.key)
    if (field(request, 'by') === 'camera') {
      return refuse(request, response, at, { ok: false, reason: 'not-ours' })
    }
    const empty = asked.kind === 'nothing'
    const message = pages.text(request, empty ? 'kiosk:start.nothing' : 'kiosk:start.mistyped')
    await send(request, response, at, [{ field: 'text', message }])
  }

  async function takeIn(
    request: Request,
    response: Response,
    at: AtKiosk,
    key: TurnoKey,
  ): Promise<void> {
    // A QR is signed and cannot be guessed; a reference can be tried out.
    if (key.by === 'reference' && !(await kiosks.mayType(at.kiosk))) {
      return refuse(request, response, at, { ok: false, reason: 'too-often' })
    }
    const lateAsWalkIn = field(request, 'late') === 'yes'
    const result = await attendance.arrive(at.agency.id, key, { actor: 'kiosk', lateAsWalkIn })
    if (result.ok) return toTicket(response, at, result)
    const mayWait = result.reason === 'too-late' && result.walkInsLeft > 0
    const late = mayWait ? { text: field(request, 'text').slice(0, 200) } : null
    await refuse(request, response, at, result, late)
  }

  const askWalkIn: KioskHandler = async (request, response, at) => {
    const { agency } = at
    const { walkInQuota } = await waitingRoomOf(stores, database.read, agency.id)
    const day = localDateOf(clock.now(), agency.zone)
    const row = await stores.agencyDays.find(database.read, agency.id, day)
    if ((row?.walkIns ?? 0) >= walkInQuota) {
      return refuse(request, response, at, { ok: false, reason: 'quota-used' })
    }
    const here = await proceduresHere(services, agency.id)
    const view: Omit<WalkInView, 'page'> = {
      kiosk: kioskPart(clock, agency),
      nonce: newSecret(),
      procedures: here.map(({ id, name }) => ({
        value: id,
        label: name[contextOf(request).language],
      })),
      postUrl: kioskUrl(agency.id, 'sin-turno'),
    }
    await pages.send(request, response, 'kiosk/walkIn', view)
  }

  const walkIn: KioskHandler = async (request, response, at) => {
    const nonce = field(request, 'nonce').slice(0, 64)
    const procedureId = field(request, 'procedure')
    if (nonce === '' || procedureId === '') return askWalkIn(request, response, at)
    const result = await attendance.walkIn(at.agency.id, {
      // The form of one kiosk is not that of another.
      nonce: `${at.kiosk.id} ${nonce}`,
      procedureId,
      priority: null,
      language: contextOf(request).language,
      personal: { name: null, document: null },
      actor: 'kiosk',
      mayGive: (tx) => kiosks.mayGiveTicket(tx, at.kiosk),
    })
    if (result.ok) return toTicket(response, at, result)
    await refuse(request, response, at, result)
  }

  return { show, arrive, askWalkIn, walkIn }
}

/** What the ticket's page says first; nothing personal, so it may stand in the address. */
function wordOf({ again, returned, late }: Ticket): string {
  if (returned) return 'vuelve'
  if (again) return 'ya'
  return late ? 'tarde' : 'nuevo'
}
