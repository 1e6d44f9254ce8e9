import type { Db } from '#dialect'
import { idOfForm } from '../keys/idOfForm.ts'
import { sealedJson } from '../keys/sealedJson.ts'
import type { Language } from '../language.ts'
import type { Actor, WalkInPersonal } from './arrival.ts'
import { type NotTaken, notTaken, type Ticket } from './arrive.ts'
import { newTicket } from './newTicket.ts'
import { walkInPlace } from './place.ts'
import type { AttendancePorts } from './ports.ts'
import type { PriorityGroup } from './priority.ts'
import { arrivalOf } from './ticket.ts'
import { openToday, type Today } from './today.ts'
import { waitToken } from './waitLink.ts'

/** Somebody who came without a turno. */
export type WalkIn = {
  /** Of the form that was sent: sending it twice gives one ticket. */
  nonce: string
  procedureId: string
  priority: PriorityGroup | null
  language: Language
  personal: WalkInPersonal
  actor: Actor
  /** Whether one more ticket may be given here; asked, and counted, only where one would be. */
  mayGive?(tx: Db): Promise<boolean>
}

export type WalkInResult =
  | Ticket
  | NotTaken
  | { ok: false; reason: 'unknown' | 'not-served' | 'too-often' }

/** What a walk-in gave of themselves, sealed under their arrival. */
export function walkInSeal({ keyring }: Pick<AttendancePorts, 'keyring'>) {
  return sealedJson<WalkInPersonal>(keyring, 'arrival')
}

/** Takes in somebody without a turno, as long as the day's quota lasts. */
export function walkIn(ports: AttendancePorts) {
  const { stores, keyring, hash } = ports
  const today = openToday(ports)
  const seal = walkInSeal(ports)

  return async (agencyId: string, comer: WalkIn): Promise<WalkInResult> => {
    const done = await today.at(agencyId, (at) => takeIn(at, comer))
    return done ?? { ok: false, reason: 'unknown' }
  }

  async function takeIn(at: Today, comer: WalkIn): Promise<WalkInResult> {
    const { agency, day, now, room, row } = at
    const id = idOfForm(hash, 'walk-in', `${agency.id} ${day} ${comer.nonce}`)
    const before = await stores.arrivals.find(at.tx, id)
    if (before) return ticket(arrivalOf(before), true)
    const shut = notTaken(at)
    if (shut) return shut
    const agendas = await stores.agencies.agendas(at.tx, comer.procedureId)
    if (!agendas.some((agenda) => agenda.agency.id === agency.id)) {
      return { ok: false, reason: 'not-served' }
    }
    if (row.walkIns >= room.walkInQuota) return { ok: false, reason: 'quota-used' }
    if (comer.mayGive && !(await comer.mayGive(at.tx))) return { ok: false, reason: 'too-often' }
    const { name, document } = comer.personal
    const given = name !== null || document !== null
    const arrival = await newTicket(stores, at, {
      id,
      turnoId: null,
      procedureId: comer.procedureId,
      place: walkInPlace({ arrivedAt: now, priority: comer.priority }, room),
      countsAsWalkIn: true,
      priority: comer.priority,
      language: comer.language,
      personal: given ? seal.seal(id, comer.personal) : null,
      actor: comer.actor,
    })
    return ticket(arrivalOf(arrival), false)
  }

  function ticket(arrival: Ticket['arrival'], again: boolean): Ticket {
    const token = waitToken(keyring, arrival)
    return { ok: true, arrival, token, again, returned: false, late: false }
  }
}
