import type { Db } from '#dialect'
import { localDateOf } from '../calendar/zonedDay.ts'
import { type Instant, later } from '../clock.ts'
import { type Limit, takeAllowance } from './allowances.ts'
import type { Draft } from './draft.ts'
import type { Drafts } from './drafts.ts'
import type { BookingPorts } from './ports.ts'
import { isLive, seatToTake } from './seats.ts'
import { offeredSlot, type SlotRefusal } from './slot.ts'

/** A hold may be moved and so renewed, but a row of holds ends after this many times its length. */
const holdsInARow = 3

/** How many rows of holds a document may begin: whoever parks seats is stopped here. */
const beginnings: Limit[] = [{ times: 8, seconds: 24 * 60 * 60 }]

export type HoldResult =
  | { ok: true; heldUntil: Instant }
  | { ok: false; reason: 'over' | 'not-ready' | 'seat-taken' | 'held-elsewhere' | SlotRefusal }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/**
 * Takes the seat of a slot for a draft until an instant, giving up the one it held, in one
 * transaction. One hold per holder and one per address: another walk of the same address gives its
 * hold up too; the same holder under another address is refused.
 */
export function holdStep(ports: BookingPorts, drafts: Drafts) {
  const { database, stores, clock, holdMinutes } = ports

  return (draftId: string, start: Instant): Promise<HoldResult> =>
    database.transaction(async (tx): Promise<HoldResult> => {
      const now = clock.now()
      const draft = await drafts.lockUnfinished(tx, draftId)
      if (!draft) return { ok: false, reason: 'over' }
      if (!draft.agendaId || !draft.holderKey || !draft.mailboxKey || !draft.verifiedAt) {
        return { ok: false, reason: 'not-ready' }
      }
      const agenda = await stores.agencies.agenda(tx, draft.agendaId)
      if (!agenda) return { ok: false, reason: 'no-slot' }

      const keys = { holderKey: draft.holderKey, mailboxKey: draft.mailboxKey }
      const held = await stores.seats.holdsOf(tx, keys)
      const target = { poolId: agenda.poolId, day: localDateOf(start, agenda.agency.zone) }
      await stores.seats.lockDays(tx, [target, ...held])
      await stores.seats.releaseLapsedOf(tx, target, now)

      const offered = await offeredSlot(stores, tx, agenda, start, now)
      if (!offered.ok) return offered
      const { slot } = offered
      const others = held.filter((seat) => seat.draftId !== draft.id && isLive(seat, now))
      if (others.some((seat) => seat.mailboxKey !== draft.mailboxKey)) {
        return { ok: false, reason: 'held-elsewhere' }
      }
      const givenUp = new Set(held.map((seat) => seat.draftId ?? ''))
      const overlapping = (
        await stores.seats.overlapping(tx, target.poolId, slot.day, slot.start, slot.end)
      ).filter((seat) => seat.draftId === null || !givenUp.has(seat.draftId))
      const seatNo = seatToTake(overlapping, slot.capacity, slot.start, now)
      if (seatNo === null) return { ok: false, reason: 'seat-taken' }

      const row = await beginOrContinue(tx, draft, now)
      if (!row.ok) return row
      await stores.seats.releaseDrafts(tx, [...givenUp])
      const taken = await stores.seats.take(tx, {
        poolId: target.poolId,
        startAt: slot.start,
        seatNo,
        endAt: slot.end,
        day: slot.day,
        draftId: draft.id,
        turnoId: null,
        ...keys,
        expiresAt: row.heldUntil,
      })
      if (!taken) return { ok: false, reason: 'seat-taken' }
      await drafts.change(tx, draft, {
        slotStart: slot.start,
        heldUntil: row.heldUntil,
        holdCeiling: row.ceiling,
      })
      return { ok: true, heldUntil: row.heldUntil }
    })

  /** The end of the new hold: a live one is moved under its old ceiling, else a new row begins. */
  async function beginOrContinue(tx: Db, draft: Draft, now: Instant) {
    const full = later(now, { minutes: holdMinutes })
    if (draft.heldUntil !== null && draft.heldUntil > now && draft.holdCeiling !== null) {
      const heldUntil = full < draft.holdCeiling ? full : draft.holdCeiling
      return { ok: true, heldUntil, ceiling: draft.holdCeiling } as const
    }
    const key = `holds:${draft.holderKey}`
    const allowance = await takeAllowance(stores.allowances, tx, [key], beginnings, now)
    if (!allowance.ok)
      return { ok: false, reason: 'too-often', retryAt: allowance.retryAt } as const
    const ceiling = later(now, { minutes: holdMinutes * holdsInARow })
    return { ok: true, heldUntil: full, ceiling } as const
  }
}
