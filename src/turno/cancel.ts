import type { Db } from '#dialect'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { countSeat } from '../seats/ledger.ts'
import { daysHeld, endRelocation, type RelocationEnding } from '../seats/proposal.ts'
import type { TurnoPorts } from './turnos.ts'

export type CancelResult =
  /** Cancelled now, or by an earlier click: the answer is the same. */
  { ok: true } | { ok: false; reason: 'unknown' | 'too-late' }

/** Cancels a turno that has not begun: its seat is free with this very transaction. */
export function cancelTurno(ports: TurnoPorts) {
  const { database, stores, clock, outbox } = ports
  /** `by`: `applicant`, or who of the staff did it for them. */
  return async (turnoId: string, by: 'applicant' | `staff:${string}`): Promise<CancelResult> => {
    const result = await database.transaction((tx) => cancel(tx, turnoId, by))
    outbox.committed()
    return result
  }

  async function cancel(tx: Db, turnoId: string, by: string): Promise<CancelResult> {
    const now = clock.now()
    const before = await stores.turnos.find(tx, turnoId)
    if (!before) return { ok: false, reason: 'unknown' }
    if (before.status === 'cancelled') return { ok: true }
    if (before.startAt <= now) return { ok: false, reason: 'too-late' }
    const row = await stores.turnos.transition(tx, turnoId, 'confirmed', 'cancelled')
    if (!row) {
      const after = await stores.turnos.find(tx, turnoId)
      return after?.status === 'cancelled' ? { ok: true } : { ok: false, reason: 'too-late' }
    }
    await freeSeatsOf(ports, tx, row, { status: 'cancelled', by, now })
    await outbox.write(tx, {
      id: `cancellation-${turnoId}`,
      kind: 'cancellation',
      subjectId: turnoId,
      to: ports.turnoSeal.open(row.id, row.personal).email,
      secret: null,
      language: row.language,
      notAfter: row.endAt,
    })
    return { ok: true }
  }
}

/** Frees the seat of a turno that was just cancelled, and the one proposed to it where it had to be moved. */
export async function freeSeatsOf(
  { stores, audit }: Pick<TurnoPorts, 'stores' | 'audit'>,
  tx: Db,
  turno: TurnoRow,
  ending: RelocationEnding,
): Promise<void> {
  const agency = await stores.agencies.agency(tx, turno.agencyId)
  if (!agency) throw new Error('A turno without its agency')
  const relocation = await stores.relocations.openOf(tx, turno.id)
  const held = await daysHeld(stores, tx, relocation)
  const loads = await stores.seats.lockDays(tx, [turno, ...held])
  await stores.seats.releaseTurno(tx, turno.id)
  await countSeat(stores, tx, loads, { ...turno, zone: agency.zone }, -1)
  const actor = /^staff:/.test(ending.by) ? 'staff' : ending.by
  await stores.turnos.record(tx, turno.id, 'cancelled', actor, ending.now)
  if (relocation) await endRelocation({ stores, audit }, tx, relocation, ending)
}
