import { and, between, count, eq, gt, isNotNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import { type Instant, type LocalDate, later } from '../src/clock.ts'
import { holesOf } from './faces.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

export type SeatRow = Tables['seats']['$inferSelect']

/** Of the day on which clocks go back; no seat is taken for longer. */
const longestDayHours = 25

/** A pool's day: the unit in which seats are taken, moved and freed. */
export type PoolDay = { poolId: string; day: LocalDate }

/** The rows of taken seats, and the row of each pool's day that guards them. */
export function seatStore({ seats, poolDays, pools }: Tables) {
  const touchDay = prepared('pool_days_touch', (db) =>
    db
      .insert(poolDays)
      .values({
        poolId: sql.placeholder('poolId'),
        day: sql.placeholder('day'),
        load: '',
        touched: 1,
      })
      .onConflictDoUpdate({
        target: [poolDays.poolId, poolDays.day],
        set: { touched: sql`${poolDays.touched} % 1000000 + 1` },
      })
      .returning({ load: poolDays.load }),
  )
  const setLoad = prepared('pool_days_load', (db) =>
    db
      .update(poolDays)
      .set({ load: hole('load') })
      .where(and(eq(poolDays.poolId, hole('poolId')), eq(poolDays.day, hole('day')))),
  )
  const loadsBetween = prepared('pool_days_loads', (db) =>
    db
      .select({ day: poolDays.day, load: poolDays.load })
      .from(poolDays)
      .where(
        and(eq(poolDays.poolId, hole('poolId')), between(poolDays.day, hole('from'), hole('to'))),
      ),
  )
  const holdsOfPool = prepared('seats_holds', (db) =>
    db
      .select({
        draftId: seats.draftId,
        day: seats.day,
        start: seats.startAt,
        end: seats.endAt,
        expiresAt: seats.expiresAt,
      })
      .from(seats)
      .where(and(eq(seats.poolId, hole('poolId')), gt(seats.expiresAt, hole('now')))),
  )
  const touching = prepared('seats_overlapping', (db) =>
    db
      .select()
      .from(seats)
      .where(
        and(
          eq(seats.poolId, hole('poolId')),
          eq(seats.day, hole('day')),
          // Without a bound from below SQLite would go through every seat the pool ever had.
          gt(seats.startAt, hole('aDayBefore')),
          lt(seats.startAt, hole('end')),
          gt(seats.endAt, hole('start')),
        ),
      ),
  )
  const byDraft = prepared('seats_of_draft', (db) =>
    db
      .select()
      .from(seats)
      .where(eq(seats.draftId, hole('draftId'))),
  )
  const byPerson = prepared('seats_of_person', (db) =>
    db
      .select()
      .from(seats)
      .where(or(eq(seats.holderKey, hole('holderKey')), eq(seats.mailboxKey, hole('mailboxKey')))),
  )
  const add = prepared('seats_add', (db) =>
    db
      .insert(seats)
      .values(holesOf(seats))
      .onConflictDoNothing()
      .returning({ seatNo: seats.seatNo }),
  )
  const removeLapsed = prepared('seats_remove_lapsed', (db) =>
    db
      .delete(seats)
      .where(
        and(
          eq(seats.poolId, hole('poolId')),
          eq(seats.day, hole('day')),
          lte(seats.expiresAt, hole('now')),
        ),
      ),
  )
  const removeOf = prepared('seats_remove_of_draft', (db) =>
    db.delete(seats).where(eq(seats.draftId, hole('draftId'))),
  )
  const keep = prepared('seats_keep', (db) =>
    db
      .update(seats)
      .set({
        draftId: null,
        holderKey: null,
        mailboxKey: null,
        expiresAt: null,
        turnoId: hole('turnoId'),
      })
      .where(eq(seats.draftId, hole('draftId')))
      .returning({ seatNo: seats.seatNo }),
  )

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
        const [row] = await touchDay(tx).execute({ poolId, day })
        loads.set(key, row?.load ?? '')
      }
      return loads
    },

    async writeLoad(tx: Db, { poolId, day }: PoolDay, load: string): Promise<void> {
      await setLoad(tx).execute({ poolId, day, load })
    },

    /** The confirmed load of a pool from one day to another, both included. */
    async loads(db: Db, poolId: string, from: LocalDate, to: LocalDate) {
      const rows = await loadsBetween(db).execute({ poolId, from, to })
      return new Map(rows.map((row) => [row.day, row.load]))
    },

    /** The holds of a pool that are still alive at `now`, from one day to another. */
    async liveHolds(db: Db, poolId: string, from: LocalDate, to: LocalDate, now: Instant) {
      const live = await holdsOfPool(db).execute({ poolId, now })
      return live.filter(({ day }) => from <= day && day <= to)
    },

    /** How many hours of an agency are held at `now`, whoever holds them. */
    async countHolds(db: Db, agencyId: string, now: Instant): Promise<number> {
      const [row] = await db
        .select({ number: count() })
        .from(seats)
        .innerJoin(pools, eq(pools.id, seats.poolId))
        .where(and(eq(pools.agencyId, agencyId), gt(seats.expiresAt, now)))
      return row?.number ?? 0
    },

    /** Every taken seat of the pool that overlaps the span, live or lapsed. */
    async overlapping(db: Db, poolId: string, day: LocalDate, start: Instant, end: Instant) {
      const aDayBefore = later(start, { hours: -longestDayHours })
      return touching(db).execute({ poolId, day, start, end, aDayBefore })
    },

    async ofDraft(db: Db, draftId: string): Promise<SeatRow | null> {
      const [row] = await byDraft(db).execute({ draftId })
      return row ?? null
    },

    /** The holds of one holder or one address, whichever draft they belong to. */
    async holdsOf(db: Db, keys: { holderKey: string; mailboxKey: string }): Promise<SeatRow[]> {
      return byPerson(db).execute(keys)
    },

    async releaseDrafts(tx: Db, draftIds: string[]): Promise<void> {
      for (const draftId of draftIds) await removeOf(tx).execute({ draftId })
    },

    async releaseTurno(tx: Db, turnoId: string): Promise<void> {
      await tx.delete(seats).where(eq(seats.turnoId, turnoId))
    },

    /** Takes a seat. False when an equal seat, or one of this holder or address, is taken. */
    async take(tx: Db, row: SeatRow): Promise<boolean> {
      const taken = await add(tx).execute(row)
      return taken.length === 1
    },

    /** Removes the lapsed holds of a locked day, so that their seat numbers are free again. */
    async releaseLapsedOf(tx: Db, { poolId, day }: PoolDay, now: Instant): Promise<void> {
      await removeLapsed(tx).execute({ poolId, day, now })
    },

    /** Turns a draft's hold into the turno's seat, in place. */
    async keepFor(tx: Db, draftId: string, turnoId: string): Promise<boolean> {
      const kept = await keep(tx).execute({ draftId, turnoId })
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

/** The key under which `lockDays` answers. */
export function dayKey({ poolId, day }: PoolDay): string {
  return `${poolId} ${day}`
}
