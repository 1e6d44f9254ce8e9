import { and, between, eq, gt, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type SeatRow = Tables['seats']['$inferSelect']

/** A pool's day: the unit in which seats are taken, moved and freed. */
export type PoolDay = { poolId: string; day: LocalDate }

/** The rows of taken seats, and the row of each pool's day that guards them. */
export function seatStore({ seats, poolDays }: Tables) {
  return {
    /**
     * Touches the rows of these days, in one order whoever asks, and so keeps everybody else from
     * counting or changing their seats until the transaction ends. Gives the confirmed load of each.
     */
    async lockDays(tx: Db, days: PoolDay[]): Promise<Map<string, string>> {
      const sorted = new Map(days.map((day) => [dayKey(day), day]))
      const loads = new Map<string, string>()
      for (const key of [...sorted.keys()].sort()) {
        const { poolId, day } = sorted.get(key) ?? { poolId: '', day: '' }
        const [row] = await tx
          .insert(poolDays)
          .values({ poolId, day, load: '', touched: 1 })
          .onConflictDoUpdate({
            target: [poolDays.poolId, poolDays.day],
            set: { touched: sql`${poolDays.touched} % 1000000 + 1` },
          })
          .returning({ load: poolDays.load })
        loads.set(key, row?.load ?? '')
      }
      return loads
    },

    async writeLoad(tx: Db, { poolId, day }: PoolDay, load: string): Promise<void> {
      await tx
        .update(poolDays)
        .set({ load })
        .where(and(eq(poolDays.poolId, poolId), eq(poolDays.day, day)))
    },

    /** The confirmed load of a pool from one day to another, both included. */
    async loads(db: Db, poolId: string, from: LocalDate, to: LocalDate) {
      const rows = await db
        .select({ day: poolDays.day, load: poolDays.load })
        .from(poolDays)
        .where(and(eq(poolDays.poolId, poolId), between(poolDays.day, from, to)))
      return new Map(rows.map((row) => [row.day, row.load]))
    },

    /** The holds of a pool that are still alive at `now`, from one day to another. */
    async liveHolds(db: Db, poolId: string, from: LocalDate, to: LocalDate, now: Instant) {
      return db
        .select({
          draftId: seats.draftId,
          day: seats.day,
          start: seats.startAt,
          end: seats.endAt,
        })
        .from(seats)
        .where(
          and(
            eq(seats.poolId, poolId),
            between(seats.day, from, to),
            isNotNull(seats.expiresAt),
            gt(seats.expiresAt, now),
          ),
        )
    },

    /** Every taken seat of the pool that overlaps the span, live or lapsed. */
    async overlapping(db: Db, poolId: string, day: LocalDate, start: Instant, end: Instant) {
      return db
        .select()
        .from(seats)
        .where(
          and(
            eq(seats.poolId, poolId),
            eq(seats.day, day),
            lt(seats.startAt, end),
            gt(seats.endAt, start),
          ),
        )
    },

    async ofDraft(db: Db, draftId: string): Promise<SeatRow | null> {
      const [row] = await db.select().from(seats).where(eq(seats.draftId, draftId))
      return row ?? null
    },

    /** The holds of one holder or one address, whichever draft they belong to. */
    async holdsOf(db: Db, keys: { holderKey: string; mailboxKey: string }): Promise<SeatRow[]> {
      return db
        .select()
        .from(seats)
        .where(or(eq(seats.holderKey, keys.holderKey), eq(seats.mailboxKey, keys.mailboxKey)))
    },

    async releaseDrafts(tx: Db, draftIds: string[]): Promise<void> {
      if (draftIds.length > 0) await tx.delete(seats).where(inArray(seats.draftId, draftIds))
    },

    async releaseTurno(tx: Db, turnoId: string): Promise<void> {
      await tx.delete(seats).where(eq(seats.turnoId, turnoId))
    },

    /** Takes a seat. False when an equal seat, or one of this holder or address, is taken. */
    async take(tx: Db, row: SeatRow): Promise<boolean> {
      const taken = await tx.insert(seats).values(row).onConflictDoNothing().returning({
        seatNo: seats.seatNo,
      })
      return taken.length === 1
    },

    /** Removes the lapsed holds of a locked day, so that their seat numbers are free again. */
    async releaseLapsedOf(tx: Db, { poolId, day }: PoolDay, now: Instant): Promise<void> {
      await tx
        .delete(seats)
        .where(and(eq(seats.poolId, poolId), eq(seats.day, day), lte(seats.expiresAt, now)))
    },

    /** Turns a draft's hold into the turno's seat, in place. */
    async keepFor(tx: Db, draftId: string, turnoId: string): Promise<boolean> {
      const kept = await tx
        .update(seats)
        .set({ draftId: null, holderKey: null, mailboxKey: null, expiresAt: null, turnoId })
        .where(eq(seats.draftId, draftId))
        .returning({ seatNo: seats.seatNo })
      return kept.length === 1
    },

    /** Tidies lapsed holds; whether a hold counts never depends on it. */
    async releaseLapsed(tx: Db, now: Instant): Promise<number> {
      const gone = await tx
        .delete(seats)
        .where(and(isNotNull(seats.expiresAt), lte(seats.expiresAt, now)))
        .returning({ seatNo: seats.seatNo })
      return gone.length
    },
  }
}

export type SeatStore = ReturnType<typeof seatStore>

/** The key under which `lockDays` answers. */
export function dayKey({ poolId, day }: PoolDay): string {
  return `${poolId} ${day}`
}
