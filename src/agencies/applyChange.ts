import { isDeepStrictEqual } from 'node:util'
import type { Db } from '#dialect'
import type { Stores } from '../../db/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { Change } from './change/change.ts'
import { entriesOf } from './change/record.ts'
import { daysToLock, type Impact, impactIn, scenesOf } from './impact.ts'

export type ChangePorts = { stores: Stores; clock: Clock; audit: Audit }

export type AppliedChange = Impact & {
  /** False where everything was so already: nothing was written, nothing is on record. */
  changed: boolean
  /** What undoes it; null where nothing does, as with a new pool. */
  undo: Change | null
  /** Where it stands on record. */
  entries: { chain: string; number: number }[]
}

const nothing: Impact = { agendas: [], turnos: [], still: [], holds: [] }

/** So many references of touched turnos go on record; the relocations know them all. */
const mostNamed = 100

/**
 * Makes a change in the transaction of the caller, who decides in the same transaction what becomes of
 * the turnos it touches: they are answered, never dropped. Locks the days first, then reads the rules
 * again, so that a hold made meanwhile is either seen and ended here or refused there. Live holds that
 * no longer fit end; their people keep all they typed and choose another hour. On record is what
 * stood before and what stands after.
 */
export async function applyChange(
  { stores, clock, audit }: ChangePorts,
  tx: Db,
  change: Change,
  actor: string,
): Promise<AppliedChange> {
  const now = clock.now()
  await stores.seats.lockDays(tx, daysToLock(await scenesOf(stores, tx, change, now)))
  const undo = await stores.changes.asItIs(tx, change)
  if (sameValue(undo, change)) {
    return { ...nothing, changed: false, undo: null, entries: [] }
  }
  const impact = await impactIn(stores, tx, await scenesOf(stores, tx, change, now), now)
  await stores.changes.write(tx, change)
  await stores.taken.endHolds(
    tx,
    impact.holds.map(({ draftId }) => draftId),
  )
  const entries: AppliedChange['entries'] = []
  for (const { detail, ...entry } of entriesOf(change, undo)) {
    const did = {
      turnos: impact.turnos.length,
      references: impact.turnos.slice(0, mostNamed).map(({ reference }) => reference),
      holds: impact.holds.length,
    }
    entries.push(await audit.record(tx, { actor, ...entry, detail: { ...detail, ...did } }))
  }
  return { ...impact, changed: true, undo, entries }
}

/** Whether two changes end in the same value once it is written down, in whatever order its parts come. */
export function sameValue(one: Change | null, other: Change): boolean {
  return isDeepStrictEqual(plain(one?.to), plain(other.to))
}

function plain(value: Change['to'] | undefined): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
