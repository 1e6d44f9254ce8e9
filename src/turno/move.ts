import type { Db } from '#dialect'
import type { SeatRow } from '../../db/seatStore.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import { countSeat, freeSeat } from '../seats/ledger.ts'
import { outOfReach, type SlotRefusal } from '../seats/slot.ts'
import type { TurnoPorts } from './turnos.ts'

/** How often one may move a turno: enough for a life's accidents, too few to trade with hours. */
const moves: Limit[] = [{ times: 3, seconds: 24 * 60 * 60 }]

export type MoveResult =
  /** Moved now, or by an earlier click: the answer is the same. */
  | { ok: true }
  | { ok: false; reason: 'unknown' | 'not-live' | 'too-late' | 'seat-taken' | SlotRefusal }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/**
 * Moves a turno to another hour of its agenda: a swap in one transaction. The old seat is freed by
 * the very transaction that takes the new one, so at no moment has the person neither or both.
 */
export function moveTurno({ database, stores, clock, turnoSeal, outbox }: TurnoPorts) {
  return async (turnoId: string, start: Instant): Promise<MoveResult> => {
    const result = await database.transaction((tx) => move(tx, turnoId, start))
    outbox.committed()
    return result
  }

  async function move(tx: Db, turnoId: string, start: Instant): Promise<MoveResult> {
    const now = clock.now()
    const turno = await stores.turnos.lock(tx, turnoId)
    if (!turno) return { ok: false, reason: 'unknown' }
    if (turno.status !== 'confirmed') return { ok: false, reason: 'not-live' }
    if (turno.startAt === start) return { ok: true }
    if (turno.startAt <= now) return { ok: false, reason: 'too-late' }
    const agenda = await stores.agencies.agenda(tx, turno.agendaId)
    if (!agenda) return { ok: false, reason: 'no-slot' }
    const unreachable = outOfReach(agenda, start, now)
    if (unreachable) return { ok: false, reason: unreachable }

    const { zone } = agenda.agency
    const target = { poolId: agenda.poolId, day: localDateOf(start, zone) }
    const loads = await stores.seats.lockDays(tx, [turno, target])
    const own = (seat: SeatRow) => seat.turnoId === turnoId
    const free = await freeSeat(stores, tx, agenda, start, now, own)
    if (!free.ok) return free
    const allowance = await takeAllowance(stores.allowances, tx, [`moves:${turnoId}`], moves, now)
    if (!allowance.ok) return { ok: false, reason: 'too-often', retryAt: allowance.retryAt }

    await stores.seats.releaseTurno(tx, turnoId)
    await countSeat(stores, tx, loads, { ...turno, zone }, -1)
    const nobody = { draftId: null, holderKey: null, mailboxKey: null, expiresAt: null }
    const taken = await stores.seats.take(tx, { ...free.seat, ...nobody, turnoId })
    if (!taken) throw new Error('A seat counted as free under the lock was taken')
    await countSeat(stores, tx, loads, { ...free.seat, zone }, 1)
    const { poolId, day, startAt, endAt } = free.seat
    const sequence = await stores.turnos.moveTo(tx, turnoId, { poolId, day, startAt, endAt })
    await stores.turnos.record(tx, turnoId, 'moved', 'applicant', now)
    await outbox.write(tx, {
      id: `confirmation-${turnoId}-${sequence}`,
      kind: 'confirmation',
      subjectId: turnoId,
      to: turnoSeal.open(turno.id, turno.personal).email,
      secret: null,
      language: turno.language,
      notAfter: endAt,
    })
    return { ok: true }
  }
}
