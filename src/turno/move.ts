import type { Db } from '#dialect'
import type { SeatRow } from '../../db/seatStore.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import { freeSeat } from '../seats/ledger.ts'
import { daysHeld, endRelocation } from '../seats/proposal.ts'
import { outOfReach, type SlotRefusal } from '../seats/slot.ts'
import { mailNewHour, swapSeat } from './swap.ts'
import type { TurnoPorts } from './turnos.ts'

/** How often one may move a turno: enough for a life's accidents, too few to trade with hours. */
const moves: Limit[] = [{ times: 3, seconds: 24 * 60 * 60 }]

export type MoveResult =
  /** Moved now, or by an earlier click: the answer is the same. */
  | { ok: true }
  | { ok: false; reason: 'unknown' | 'not-live' | 'too-late' | 'seat-taken' | SlotRefusal }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/** The hour wanted; at another agency only by who must be moved. `by`: `applicant`, `staff:<id>`. */
export type WantedHour = { start: Instant; agendaId?: string; by?: string }

/**
 * Moves a turno to another hour: a swap in one transaction. The old seat is freed by the very
 * transaction that takes the new one, so at no moment has the person neither or both. Whoever must
 * be moved because of a change is then, and what was proposed to them is free again.
 */
export function moveTurno(ports: TurnoPorts) {
  const { database, stores, clock, outbox } = ports
  return async (turnoId: string, start: Instant, where: Omit<WantedHour, 'start'> = {}) => {
    const result = await database.transaction((tx) => move(tx, turnoId, { start, ...where }))
    outbox.committed()
    return result
  }

  async function move(tx: Db, turnoId: string, wanted: WantedHour): Promise<MoveResult> {
    const { start, by = 'applicant' } = wanted
    const now = clock.now()
    const turno = await stores.turnos.lock(tx, turnoId)
    if (!turno) return { ok: false, reason: 'unknown' }
    if (turno.status !== 'confirmed') return { ok: false, reason: 'not-live' }
    const relocation = await stores.relocations.openOf(tx, turnoId)
    const agendaId = wanted.agendaId ?? turno.agendaId
    const isThere = turno.startAt === start && turno.agendaId === agendaId
    if (isThere && !relocation) return { ok: true }
    if (turno.startAt <= now) return { ok: false, reason: 'too-late' }
    const agenda = await stores.agencies.agenda(tx, agendaId)
    const elsewhere = agenda?.id !== turno.agendaId
    if (!agenda || agenda.procedureId !== turno.procedureId || (elsewhere && !relocation)) {
      return { ok: false, reason: 'no-slot' }
    }
    const unreachable = outOfReach(agenda, start, now)
    if (unreachable) return { ok: false, reason: unreachable }

    const target = { poolId: agenda.poolId, day: localDateOf(start, agenda.agency.zone) }
    const held = await daysHeld(stores, tx, relocation)
    const loads = await stores.seats.lockDays(tx, [turno, target, ...held])
    const own = (seat: SeatRow) =>
      seat.turnoId === turnoId || (relocation !== null && seat.draftId === relocation.id)
    const free = await freeSeat(stores, tx, agenda, start, now, own)
    if (!free.ok) return free
    if (relocation) {
      const status = by === 'applicant' ? 'chose-another' : 'moved-by-staff'
      await endRelocation(ports, tx, relocation, { status, by, now }, start)
    } else {
      const allowance = await takeAllowance(stores.allowances, tx, [`moves:${turnoId}`], moves, now)
      if (!allowance.ok) return { ok: false, reason: 'too-often', retryAt: allowance.retryAt }
    }
    const actor = by === 'applicant' ? 'applicant' : 'staff'
    const { seat } = free
    const sequence = await swapSeat(ports, tx, { turno, loads, agenda, seat, actor }, now)
    await mailNewHour(ports, tx, turno, { sequence, endAt: seat.endAt })
    return { ok: true }
  }
}
