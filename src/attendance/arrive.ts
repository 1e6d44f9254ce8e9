import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import type { Agency } from '../agencies/agency.ts'
import { type Instant, later } from '../clock.ts'
import { newId } from '../keys/codes.ts'
import { readConfirmation } from '../keys/confirmationSeal.ts'
import { parseReference } from '../keys/reference.ts'
import type { Actor, Arrival } from './arrival.ts'
import { newTicket } from './newTicket.ts'
import { placeOf, walkInPlace } from './place.ts'
import type { AttendancePorts } from './ports.ts'
import type { PriorityGroup } from './priority.ts'
import { comeBackNow, type HasAnother, unlessAnother } from './return.ts'
import { arrivalOf } from './ticket.ts'
import { openToday, type Today } from './today.ts'
import { waitToken } from './waitLink.ts'

/** How somebody shows which turno they have. */
export type TurnoKey =
  | { by: 'qr'; text: string }
  | { by: 'reference'; text: string }
  | { by: 'turno'; turnoId: string }

/** Who takes the arrival in, and what was learnt at it. */
export type HowTheyCame = {
  actor: Actor
  priority?: PriorityGroup | null
  /** Lets somebody who is too late wait like one without a turno, out of the walk-ins' quota. */
  lateAsWalkIn?: boolean
}

/** They are in. `token` opens their own live page, `/espera/<token>`. */
export type Ticket = {
  ok: true
  arrival: Arrival
  token: string
  /** Whether they were in already, came back after a no-show, or came after their hour. */
  again: boolean
  returned: boolean
  late: boolean
}

export type NotTaken =
  | { ok: false; reason: 'closed' }
  | { ok: false; reason: 'paused'; because: string }
  | { ok: false; reason: 'quota-used' }

export type ArriveResult =
  | Ticket
  | NotTaken
  | HasAnother
  | { ok: false; reason: 'unknown' | 'forged' | 'cancelled' | 'served' }
  | { ok: false; reason: 'too-early'; startAt: Instant; from: Instant }
  /** `until` was the end of the grace; `walkInsLeft` is whether they may wait without their turno. */
  | { ok: false; reason: 'too-late'; startAt: Instant; until: Instant; walkInsLeft: number }
  | { ok: false; reason: 'wrong-agency'; agency: Agency; startAt: Instant }
  | { ok: false; reason: 'wrong-day'; startAt: Instant }

/** Takes in somebody with a turno: by the QR of their confirmation, its reference, or by staff. */
export function arrive(ports: AttendancePorts) {
  const { stores, keyring, database } = ports
  const today = openToday(ports)

  return async (agencyId: string, key: TurnoKey, how: HowTheyCame): Promise<ArriveResult> => {
    const found = await turnoIdOf(key)
    if (!found.ok) return found
    return unlessAnother(async () => {
      const done = await today.at(agencyId, (at) => takeIn(at, found.turnoId, how))
      return done ?? { ok: false, reason: 'unknown' }
    })
  }

  async function turnoIdOf(
    key: TurnoKey,
  ): Promise<{ ok: true; turnoId: string } | { ok: false; reason: 'unknown' | 'forged' }> {
    if (key.by === 'turno') return { ok: true, turnoId: key.turnoId }
    const read =
      key.by === 'qr'
        ? readConfirmation(keyring.confirmation.verifyKeys, key.text)
        : parseReference(key.text)
    if (!read.ok) return { ok: false, reason: read.reason === 'forged' ? 'forged' : 'unknown' }
    const reference = 'facts' in read ? read.facts.reference : read.reference
    const row = await stores.turnos.findByReference(database.read, reference)
    return row ? { ok: true, turnoId: row.id } : { ok: false, reason: 'unknown' }
  }

  async function takeIn(at: Today, turnoId: string, how: HowTheyCame): Promise<ArriveResult> {
    const turno = await stores.turnos.lock(at.tx, turnoId)
    if (!turno) return { ok: false, reason: 'unknown' }
    const { startAt } = turno
    if (turno.agencyId !== at.agency.id) {
      const agency = await stores.agencies.agency(at.tx, turno.agencyId)
      if (!agency) throw new Error('A turno without its agency')
      return { ok: false, reason: 'wrong-agency', agency, startAt }
    }
    if (turno.status === 'cancelled' || turno.status === 'served') {
      return { ok: false, reason: turno.status }
    }
    const before = await stores.arrivals.ofTurno(at.tx, turnoId)
    if (before?.day === at.day) return inAlready(at, before, how)
    if (turno.day !== at.day) return { ok: false, reason: 'wrong-day', startAt }
    return newArrival(at, turno, how)
  }

  async function inAlready(at: Today, row: ArrivalRow, how: HowTheyCame): Promise<ArriveResult> {
    if (row.status !== 'no-show') return ticket(row, { again: true })
    if (at.row.closedAt !== null) return { ok: false, reason: 'closed' }
    const back = await comeBackNow(stores, at, row, how.actor)
    return back.ok ? ticket(back.row, { returned: true }) : back
  }

  async function newArrival(at: Today, turno: TurnoRow, how: HowTheyCame): Promise<ArriveResult> {
    const { tx, now, room, row: day } = at
    const { startAt } = turno
    const shut = notTaken(at)
    if (shut) return shut
    const from = later(startAt, { minutes: -room.earlyMinutes })
    if (now < from) return { ok: false, reason: 'too-early', startAt, from }
    const comer = { turnoStart: startAt, arrivedAt: now, priority: how.priority ?? null }
    const inTime = turno.status === 'confirmed' ? placeOf(comer, room) : null
    const walkInsLeft = Math.max(0, room.walkInQuota - day.walkIns)
    if (!inTime && !(how.lateAsWalkIn && turno.status === 'confirmed')) {
      const until = later(startAt, { minutes: room.graceMinutes })
      return { ok: false, reason: 'too-late', startAt, until, walkInsLeft }
    }
    if (!inTime && walkInsLeft === 0) return { ok: false, reason: 'quota-used' }
    const arrived = await stores.turnos.transition(tx, turno.id, 'confirmed', 'arrived')
    if (!arrived) throw new Error('A locked turno changed')
    await stores.turnos.record(tx, turno.id, 'arrived', how.actor, now)
    const row = await newTicket(stores, at, {
      id: newId(),
      turnoId: turno.id,
      procedureId: turno.procedureId,
      place: inTime ?? walkInPlace(comer, room),
      countsAsWalkIn: inTime === null,
      priority: comer.priority,
      language: turno.language,
      personal: null,
      actor: how.actor,
    })
    return ticket(row, { late: now > startAt })
  }

  function ticket(row: ArrivalRow, told: Partial<Ticket>): Ticket {
    const arrival = arrivalOf(row)
    const token = waitToken(keyring, arrival)
    return { ok: true, arrival, token, again: false, returned: false, late: false, ...told }
  }
}

/** Why an agency takes nobody in just now; null when it does. */
export function notTaken({ row }: Today): NotTaken | null {
  if (row.closedAt !== null) return { ok: false, reason: 'closed' }
  if (row.pausedBecause !== null) return { ok: false, reason: 'paused', because: row.pausedBecause }
  return null
}
