import type { ArrivalRow } from '../../db/arrivalStore.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { Stores } from '../../db/stores.ts'
import type { Actor } from './arrival.ts'
import { placeOnReturn } from './place.ts'
import { isPriorityGroup } from './priority.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import type { Today } from './today.ts'

/** Since their no-show the holder made another turno, and only one may be live. */
export type HasAnother = { ok: false; reason: 'has-another' }

/** Somebody who did not answer their call is here after all: they wait again, with a new number. */
export async function comeBackNow(
  stores: Stores,
  today: Today,
  arrival: ArrivalRow,
  actor: Actor,
): Promise<{ ok: true; row: ArrivalRow } | HasAnother> {
  if (await hasAnother(stores, today, arrival)) return { ok: false, reason: 'has-another' }
  await turnoBecomes(stores, today, arrival, ['no-show', 'arrived'], actor)
  const priority = isPriorityGroup(arrival.priority) ? arrival.priority : null
  const { place, reason } = placeOnReturn(
    { at: today.now, priority, before: arrival.placeReason },
    today.room,
  )
  const to = { status: 'waiting' as const, windowId: null, place, placeReason: reason }
  const taken = { kind: 'returned' as const, actor, windowId: null, reason: null }
  return { ok: true, row: await takeStep(stores, today, arrival, to, taken) }
}

/** Whether the holder of an ended turno has made another one for the same procedure. */
export async function hasAnother(
  stores: Stores,
  { tx }: Today,
  { turnoId }: Pick<ArrivalRow, 'turnoId'>,
): Promise<boolean> {
  const turno = turnoId === null ? null : await stores.turnos.find(tx, turnoId)
  if (!turno) return false
  const live = await stores.turnos.liveOfHolder(tx, turno.procedureId, turno.holderKey)
  return live !== null && live.id !== turno.id
}

/** Answers `has-another` also where the other turno was made in this very moment. */
export async function unlessAnother<T>(work: () => Promise<T>): Promise<T | HasAnother> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return { ok: false, reason: 'has-another' }
  }
}
