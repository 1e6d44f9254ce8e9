import type { Db } from '#dialect'
import type { RelocationRow } from '../../db/relocationStore.ts'
import type { SeatRow } from '../../db/seatStore.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import { seatOfSlot } from '../seats/ledger.ts'
import { daysHeld, endRelocation } from '../seats/proposal.ts'
import { slotByHours } from '../seats/slot.ts'
import { mailNewHour, swapSeat } from '../turno/swap.ts'
import { writeMail } from './mail.ts'
import { assistant, isStaffActor, type RelocationPorts } from './ports.ts'
import type { Proposals } from './propose.ts'

/** Who takes the proposal: the person, somebody of the staff on the telephone, or the deadline. */
export type Taker = 'applicant' | `staff:${string}` | typeof assistant

export type TakeResult =
  /** Taken now, or by an earlier click: the answer is the same. */
  | { ok: true }
  /**
   * `over`: the turno does not wait for another hour any more. `changed`: another hour is proposed by
   * now. `none`: none is. `gone`: the proposed one could not be kept. `too-late`: the old hour came.
   */
  | { ok: false; reason: 'over' | 'changed' | 'none' | 'gone' | 'too-late' }

/**
 * Moves a turno to the hour proposed to it: the seat held for it becomes its own, and its old one is
 * free, in one transaction. `seen` is the number of the proposal that whoever clicked had before them.
 */
export function takeProposal(ports: RelocationPorts, proposals: Proposals) {
  const { database, stores, clock, outbox } = ports
  return async (id: string, seen: number | null, by: Taker): Promise<TakeResult> => {
    const result = await database.transaction((tx) => take(tx, id, seen, by))
    outbox.committed()
    return result
  }

  async function take(tx: Db, id: string, seen: number | null, by: Taker): Promise<TakeResult> {
    const now = clock.now()
    const relocation = await proposals.lockOpen(tx, id)
    if (!relocation) return wasTaken(tx, id, seen)
    const { toAgendaId, toStart, fromStart, proposalNo } = relocation
    if (by === 'applicant' && now >= fromStart) return { ok: false, reason: 'too-late' }
    if (toAgendaId === null || toStart === null) return { ok: false, reason: 'none' }
    if (seen !== null && seen !== proposalNo) return { ok: false, reason: 'changed' }
    const turno = await stores.turnos.find(tx, relocation.turnoId)
    if (!turno) return { ok: false, reason: 'over' }
    const held = await daysHeld(stores, tx, relocation)
    const agenda = await stores.agencies.agenda(tx, toAgendaId)
    if (!agenda || toStart <= now) {
      await stores.seats.lockDays(tx, held)
      await proposals.drop(tx, relocation)
      return { ok: false, reason: 'gone' }
    }
    const { poolId, agency } = agenda
    const target = { poolId, day: localDateOf(toStart, agency.zone) }
    const loads = await stores.seats.lockDays(tx, [turno, target, ...held])
    // Read again under the lock: an admin may have changed it meanwhile.
    const current = await stores.agencies.agenda(tx, toAgendaId)
    const isSame = current?.poolId === poolId
    const slot = isSame ? await slotByHours(stores, tx, current, toStart) : null
    const own = (seat: SeatRow) => seat.draftId === id || seat.turnoId === turno.id
    const free = slot && (await seatOfSlot(stores, tx, poolId, slot, now, own))
    if (!free?.ok) {
      await proposals.drop(tx, relocation)
      return { ok: false, reason: 'gone' }
    }
    const status = statusFor(by)
    await endRelocation(ports, tx, relocation, { status, by, now }, toStart)
    const actor = isStaffActor(by) ? 'staff' : by === 'applicant' ? 'applicant' : assistant
    const { seat } = free
    const sequence = await swapSeat(ports, tx, { turno, loads, agenda, seat, actor }, now)
    if (by === assistant) await writeMail(ports, tx, 'relocated', relocation, turno, seat.endAt)
    else await mailNewHour(ports, tx, turno, { sequence, endAt: seat.endAt })
    return { ok: true }
  }

  /** A second click on what the first one did. */
  async function wasTaken(tx: Db, id: string, seen: number | null): Promise<TakeResult> {
    const ended = await stores.relocations.find(tx, id)
    const taken: RelocationRow['status'][] = ['accepted', 'moved-by-staff', 'moved-at-deadline']
    const isSame =
      ended && taken.includes(ended.status) && (seen ?? ended.proposalNo) === ended.proposalNo
    const turno = isSame ? await stores.turnos.find(tx, ended.turnoId) : null
    return turno && turno.startAt === ended?.toStart ? { ok: true } : { ok: false, reason: 'over' }
  }
}

function statusFor(by: Taker): RelocationRow['status'] {
  if (by === 'applicant') return 'accepted'
  return by === assistant ? 'moved-at-deadline' : 'moved-by-staff'
}
