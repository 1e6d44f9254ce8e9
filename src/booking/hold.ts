import type { Db } from '#dialect'
import type { SeatRow } from '../../db/seatStore.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import { type Instant, later } from '../clock.ts'
import { type Door, freeSeat } from '../seats/ledger.ts'
import { isLive } from '../seats/seats.ts'
import { outOfReach, type SlotRefusal } from '../seats/slot.ts'
import type { Draft } from './draft.ts'
import type { Drafts } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

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

  return (draftId: string, start: Instant, door: Door = 'online'): Promise<HoldResult> =>
    database.transaction(async (tx): Promise<HoldResult> => {
      const now = clock.now()
      const draft = await drafts.lockUnfinished(tx, draftId)
      if (!draft) return { ok: false, reason: 'over' }
      if (!draft.agendaId || !draft.holderKey || !draft.mailboxKey || !draft.verifiedAt) {
        return { ok: false, reason: 'not-ready' }
      }
      const agenda = await stores.agencies.agenda(tx, draft.agendaId)
      if (!agenda) return { ok: false, reason: 'no-slot' }
      const unreachable = outOfReach(agenda, start, now)
      if (unreachable) return { ok: false, reason: unreachable }

      const keys = { holderKey: draft.holderKey, mailboxKey: draft.mailboxKey }
      const held = await stores.seats.holdsOf(tx, keys)
      const target = { poolId: agenda.poolId, day: localDateOf(start, agenda.agency.zone) }
      await stores.seats.lockDays(tx, [target, ...held])
      const others = held.filter((seat) => seat.draftId !== draft.id && isLive(seat, now))
      if (others.some((seat) => seat.mailboxKey !== draft.mailboxKey)) {
        return { ok: false, reason: 'held-elsewhere' }
      }
      const givenUp = new Set(held.map((seat) => seat.draftId ?? ''))
      const own = (seat: SeatRow) => seat.draftId !== null && givenUp.has(seat.draftId)
      const free = await freeSeat(stores, tx, agenda, start, now, own, door)
      if (!free.ok) return free

      const row = await beginOrContinue(tx, draft, now)
      if (!row.ok) return row
      await stores.seats.releaseDrafts(tx, [...givenUp])
      // The person's other walk must not go on counting down a hold that is gone.
      givenUp.delete(draft.id)
      await stores.drafts.loseHolds(tx, [...givenUp])
      const taken = await stores.seats.take(tx, {
        ...free.seat,
        draftId: draft.id,
        turnoId: null,
        ...keys,
        expiresAt: row.heldUntil,
      })
      if (!taken) return { ok: false, reason: 'seat-taken' }
      await drafts.change(tx, draft, {
        slotStart: start,
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
