import type { Db } from '#dialect'
import type { RelocationRow } from '../../db/relocationStore.ts'
import type { PoolDay, SeatRow } from '../../db/seatStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import type { FreeSeat } from './ledger.ts'

/**
 * The hour proposed to somebody who must be moved is held like a draft's, under the relocation's id.
 * The keys are the relocation's own: it is no hold of the person, who may book something else.
 */
export function proposedSeat(
  seat: Extract<FreeSeat, { ok: true }>['seat'],
  relocationId: string,
  expiresAt: Instant,
): SeatRow {
  const key = `relocation:${relocationId}`
  return {
    ...seat,
    draftId: relocationId,
    turnoId: null,
    holderKey: key,
    mailboxKey: key,
    expiresAt,
  }
}

/** The day on which a relocation's proposal is held, to be locked before it is given up; else none. */
export async function daysHeld(
  stores: Stores,
  tx: Db,
  relocation: RelocationRow | null,
): Promise<PoolDay[]> {
  const seat = relocation && (await stores.seats.ofDraft(tx, relocation.id))
  return seat ? [seat] : []
}

/** Where a relocation ends, and by whom: `applicant`, `assistant`, `staff:<id>`. */
export type RelocationEnding = { status: RelocationRow['status']; by: string; now: Instant }

/**
 * Ends a relocation, lets its proposal go and puts it on record. The turno's row is locked, and so
 * is the day of the proposal.
 */
export async function endRelocation(
  { stores, audit }: { stores: Stores; audit: Audit },
  tx: Db,
  relocation: RelocationRow,
  { status, by, now }: RelocationEnding,
  to: Instant | null = null,
): Promise<void> {
  await stores.seats.releaseDrafts(tx, [relocation.id])
  await stores.relocations.update(tx, relocation.id, {
    status,
    endedAt: now,
    endedBy: by,
    dueAt: null,
  })
  await audit.record(tx, {
    actor: by,
    action: `relocation-${status}`,
    subject: `turno:${relocation.turnoId}`,
    agencyId: relocation.fromAgencyId,
    detail: { change: relocation.changeId, from: relocation.fromStart, to },
  })
}
