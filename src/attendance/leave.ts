import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { Stores } from '../../db/stores.ts'
import { countSeat } from '../seats/ledger.ts'
import type { Actor } from './arrival.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import type { Today } from './today.ts'

/**
 * Lets somebody go who does not want to wait. Their turno ends as cancelled, by staff: they came, so it
 * is no no-show, and they may make another one at once. Its seat is given back with it.
 */
export async function leaveNow(
  stores: Stores,
  today: Today,
  arrival: ArrivalRow,
  { actor, windowId }: { actor: Actor; windowId: string | null },
): Promise<ArrivalRow> {
  const { tx, agency } = today
  await turnoBecomes(stores, today, arrival, ['arrived', 'cancelled'], actor)
  const turno = arrival.turnoId === null ? null : await stores.turnos.find(tx, arrival.turnoId)
  if (turno) {
    const loads = await stores.seats.lockDays(tx, [turno])
    await stores.seats.releaseTurno(tx, turno.id)
    await countSeat(stores, tx, loads, { ...turno, zone: agency.zone }, -1)
  }
  const taken = { kind: 'left' as const, actor, windowId, reason: null }
  return takeStep(stores, today, arrival, { status: 'left' }, taken)
}
