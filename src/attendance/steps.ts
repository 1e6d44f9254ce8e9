import type { ArrivalChange, ArrivalRow } from '../../db/arrivalStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { TurnoEventKind } from '../../db/turnoStore.ts'
import type { Actor, ArrivalEventKind, ArrivalStatus, StandBefore } from './arrival.ts'
import type { Today } from './today.ts'

/** What is written about a step. */
export type StepTaken = {
  kind: ArrivalEventKind
  actor: Actor
  windowId: string | null
  /** A word of a closed list, never free text: no personal data goes in. */
  reason: string | null
}

/** Changes an arrival and writes the event of it, with what it takes to undo it. */
export async function takeStep(
  stores: Stores,
  { tx, now }: Today,
  arrival: ArrivalRow,
  to: ArrivalChange & { status: ArrivalStatus },
  taken: StepTaken,
): Promise<ArrivalRow> {
  const { status, windowId, procedureId, place, placeReason } = arrival
  const before: StandBefore = { status, windowId, procedureId, place, placeReason }
  const changed = await stores.arrivals.change(tx, arrival.id, status, to)
  if (!changed) throw new Error('An arrival changed although its day was locked')
  await stores.arrivals.record(tx, { arrivalId: arrival.id, ...taken, before, at: now })
  return { ...arrival, ...to }
}

/** What becomes of the turno of somebody who came; nothing for a walk-in. */
export async function turnoBecomes(
  stores: Stores,
  { tx, now }: Today,
  { turnoId }: Pick<ArrivalRow, 'turnoId'>,
  [from, to]: ['arrived', 'served' | 'no-show' | 'cancelled'] | ['no-show', 'arrived'],
  actor: Actor,
): Promise<void> {
  if (turnoId === null) return
  const row = await stores.turnos.transition(tx, turnoId, from, to)
  if (!row) throw new Error('A turno is not what its arrival says')
  const kind: TurnoEventKind = to
  await stores.turnos.record(tx, turnoId, kind, actor, now)
}

/** An arrival of this very agency; null for any other id, whoever it belongs to. */
export async function arrivalHere(
  stores: Stores,
  { tx, agency }: Today,
  arrivalId: string,
): Promise<ArrivalRow | null> {
  const row = await stores.arrivals.find(tx, arrivalId)
  return row?.agencyId === agency.id ? row : null
}
