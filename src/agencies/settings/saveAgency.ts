import type { Db } from '#dialect'
import type { Stores } from '../../../db/stores.ts'
import { recordChange } from '../../audit/changes.ts'
import { applyChange, type ChangePorts } from '../applyChange.ts'
import type { Change } from '../change/change.ts'
import { impactOf, type TouchedTurno } from '../impact.ts'
import { activeDayChanges, beforeClosureId } from './activeDays.ts'
import type { AgencySettings, KnownAgency } from './agencySettings.ts'
import type { SettingName } from './columns.ts'
import { lockAhead } from './lockAhead.ts'
import { differing } from './readSettings.ts'

/** Why settings cannot be saved as they are; nothing was written. */
export type SaveRefusal =
  /** Turnos that are booked would have no place: they are moved or told first. */
  | { reason: 'touches'; name: SettingName; turnos: TouchedTurno[] }
  /** The windows are divided into several pools, and are set there. */
  | { reason: 'several-pools' }
  /**
   * The clocks of an agency with turnos ahead, or with hours that somebody holds at this moment, cannot
   * be moved: each hour would mean another one.
   */
  | { reason: 'zone'; turnos: number; holds: number }
  /** Another agency has the code. */
  | { reason: 'code-taken' }

export type SaveResult =
  | { ok: true; changed: boolean }
  | ({ ok: false } & SaveRefusal)
  /** Somebody else changed the agency since it was read. */
  | { ok: false; reason: 'meanwhile' }

/** What hours and capacity decide of the settings, as the changes that make them so. */
async function rulesOf(
  stores: Stores,
  db: Db,
  before: KnownAgency,
  after: AgencySettings,
): Promise<Change[]> {
  const { id, settings } = before
  const changes: Change[] = []
  if (settings.windows !== after.windows) {
    const [pool] = await stores.agencySettings.pools(db, id)
    if (pool) {
      const { name, bands } = pool
      const to = { name, bands, seats: after.windows }
      changes.push({ kind: 'pool', agencyId: id, id: pool.id, to })
    }
  }
  const bounds: (keyof AgencySettings)[] = ['activeFrom', 'activeTo']
  const [start, end] = activeDayChanges(id, after)
  const zoneToo = settings.zone !== after.zone
  for (const [place, change] of [start, end].entries()) {
    const name = bounds[place]
    if (name && change && (zoneToo || settings[name] !== after[name])) changes.push(change)
  }
  if (settings.active !== after.active) {
    changes.push({ kind: 'agency-use', agencyId: id, to: after.active })
  }
  return changes
}

/** Why new settings of an agency could not be saved now; null where they could. */
export async function obstacle(
  { stores, clock }: Pick<ChangePorts, 'stores' | 'clock'>,
  db: Db,
  before: KnownAgency,
  after: AgencySettings,
): Promise<SaveRefusal | null> {
  const { settings, pools } = before
  if (settings.windows !== after.windows && pools !== 1) return { reason: 'several-pools' }
  const now = clock.now()
  if (settings.zone !== after.zone) {
    const turnos = await stores.turnos.aheadAt(db, before.id, now)
    const holds = await stores.seats.countHolds(db, before.id, now)
    if (turnos + holds > 0) return { reason: 'zone', turnos, holds }
  }
  const touched = new Map<string, TouchedTurno>()
  let name: SettingName | null = null
  for (const change of await rulesOf(stores, db, before, after)) {
    if (takesNothing(before.settings, after, change)) continue
    const { turnos } = await impactOf(stores, db, change, now)
    for (const turno of turnos) touched.set(turno.id, turno)
    if (turnos.length > 0) name ??= nameOf(change)
  }
  return name === null ? null : { reason: 'touches', name, turnos: [...touched.values()] }
}

/** The setting that a change of the rules comes from. */
function nameOf(change: Change): SettingName {
  if (change.kind === 'pool') return 'windows'
  if (change.kind !== 'closure') return 'active'
  return change.id === beforeClosureId(change.agencyId) ? 'activeFrom' : 'activeTo'
}

/** More windows and being in use again leave nobody without a place. */
function takesNothing(before: AgencySettings, after: AgencySettings, change: Change): boolean {
  if (change.kind === 'pool') return after.windows > before.windows
  if (change.kind === 'agency-use') return change.to
  return change.kind === 'closure' && change.to === null
}

/** Adds an agency, in the transaction of the caller. */
export async function addAgency(
  { stores, audit }: ChangePorts,
  tx: Db,
  settings: AgencySettings,
  actor: string,
): Promise<SaveResult> {
  if (!(await stores.agencySettings.add(tx, settings))) return { ok: false, reason: 'code-taken' }
  const id = settings.code
  for (const change of activeDayChanges(id, settings)) {
    if (change.kind === 'closure' && change.to !== null) await stores.changes.write(tx, change)
  }
  const entry = { actor, action: 'agency-added', subject: `agency:${id}`, agencyId: id }
  await recordChange(audit, tx, entry, null, settings)
  return { ok: true, changed: true }
}

/**
 * Brings an agency from the settings that were `seen` to new ones, in the transaction of the caller;
 * saving what is already so writes nothing. Refuses, with nothing written, what would leave a booked
 * turno without its place, and what would write over somebody else's change.
 */
export async function changeAgency(
  ports: ChangePorts,
  tx: Db,
  id: string,
  seen: AgencySettings,
  after: AgencySettings,
  actor: string,
): Promise<SaveResult> {
  const { stores, audit } = ports
  await stores.agencySettings.lock(tx, id)
  const before = await stores.agencySettings.one(tx, id)
  if (!before) throw new Error('An agency that is gone')
  if (differing(before.settings, after).length === 0) return { ok: true, changed: false }
  if (differing(before.settings, seen).length > 0) return { ok: false, reason: 'meanwhile' }
  if (before.settings.zone !== after.zone) await lockAhead(stores, tx, id, ports.clock.now())
  const refusal = await obstacle(ports, tx, before, after)
  if (refusal) return { ok: false, ...refusal }
  const rules = await rulesOf(stores, tx, before, after)
  await stores.agencySettings.change(tx, id, after)
  for (const change of rules) {
    // A seat taken since the first look is seen under the lock of its day.
    const { turnos } = await applyChange(ports, tx, change, actor)
    if (turnos.length > 0) throw new TouchedMeanwhile(nameOf(change), turnos)
  }
  if (before.settings.windows !== after.windows) {
    await stores.agencySettings.numberWindows(tx, id, after.windows)
  }
  const entry = { actor, action: 'agency-changed', subject: `agency:${id}`, agencyId: id }
  await recordChange(audit, tx, entry, before.settings, after)
  return { ok: true, changed: true }
}

/** Undoes the transaction: somebody booked between the look and the lock. */
export class TouchedMeanwhile extends Error {
  readonly setting: SettingName
  readonly turnos: TouchedTurno[]
  constructor(name: SettingName, turnos: TouchedTurno[]) {
    super('A turno was booked meanwhile that the change would leave without a place')
    this.setting = name
    this.turnos = turnos
  }
}
