import { and, asc, desc, eq, isNotNull, isNull, ne, or } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type CallRow = Tables['calls']['$inferSelect']
export type CallEnding = NonNullable<CallRow['ending']>

/** The calls of people to windows. */
export function callStore({ arrivals, calls, windows }: Tables) {
  return {
    /** Opens a call. Throws where the window or the person has an open one: the lock prevents it. */
    async open(tx: Db, row: Omit<CallRow, 'endedAt' | 'ending'>): Promise<void> {
      await tx.insert(calls).values({ ...row, endedAt: null, ending: null })
    },

    async find(db: Db, id: string): Promise<CallRow | null> {
      const [row] = await db.select().from(calls).where(eq(calls.id, id))
      return row ?? null
    },

    async openAt(db: Db, windowId: string): Promise<CallRow | null> {
      const [row] = await db
        .select()
        .from(calls)
        .where(and(eq(calls.windowId, windowId), isNull(calls.endedAt)))
      return row ?? null
    },

    async openOf(db: Db, arrivalId: string): Promise<CallRow | null> {
      const [row] = await db
        .select()
        .from(calls)
        .where(and(eq(calls.arrivalId, arrivalId), isNull(calls.endedAt)))
      return row ?? null
    },

    /** The last call of somebody, open or ended. */
    async lastOf(db: Db, arrivalId: string): Promise<CallRow | null> {
      const [row] = await db
        .select()
        .from(calls)
        .where(eq(calls.arrivalId, arrivalId))
        .orderBy(desc(calls.calledAt), desc(calls.id))
        .limit(1)
      return row ?? null
    },

    /** Ends an open call; false when it was over. */
    async end(tx: Db, id: string, ending: CallEnding, at: Instant): Promise<boolean> {
      const ended = await tx
        .update(calls)
        .set({ endedAt: at, ending })
        .where(and(eq(calls.id, id), isNull(calls.endedAt)))
        .returning({ id: calls.id })
      return ended.length === 1
    },

    /** Opens a call again that was ended by mistake. */
    async reopen(tx: Db, id: string): Promise<void> {
      await tx.update(calls).set({ endedAt: null, ending: null }).where(eq(calls.id, id))
    },

    /** Tells the room once more; false when the call was over or had been told more often already. */
    async tellAgain(
      tx: Db,
      { id, told }: Pick<CallRow, 'id' | 'told'>,
      announced: number,
      at: Instant,
    ): Promise<boolean> {
      const again = await tx
        .update(calls)
        .set({ told: told + 1, toldAt: at, announced })
        .where(and(eq(calls.id, id), eq(calls.told, told), isNull(calls.endedAt)))
        .returning({ id: calls.id })
      return again.length === 1
    },

    /** The calls of a day that the room was told last, the latest first; of what, and where. */
    async lastTold(db: Db, agencyId: string, day: LocalDate, most: number) {
      return db
        .select({
          id: calls.id,
          label: arrivals.label,
          windowNumber: windows.number,
          toldAt: calls.toldAt,
          announced: calls.announced,
          endedAt: calls.endedAt,
        })
        .from(calls)
        .innerJoin(arrivals, eq(arrivals.id, calls.arrivalId))
        .innerJoin(windows, eq(windows.id, calls.windowId))
        .where(
          and(
            eq(calls.agencyId, agencyId),
            eq(calls.day, day),
            or(isNull(calls.ending), ne(calls.ending, 'undone')),
          ),
        )
        .orderBy(desc(calls.announced), desc(calls.toldAt), desc(calls.id))
        .limit(most)
    },

    /** Every call of a day, the first first. */
    async ofDay(db: Db, agencyId: string, day: LocalDate): Promise<CallRow[]> {
      return db
        .select()
        .from(calls)
        .where(and(eq(calls.agencyId, agencyId), eq(calls.day, day)))
        .orderBy(asc(calls.calledAt), asc(calls.id))
    },

    /** When the calls of a day began and ended that led to an outcome. */
    async served(db: Db, agencyId: string, day: LocalDate) {
      return db
        .select({ windowId: calls.windowId, from: calls.calledAt, to: calls.endedAt })
        .from(calls)
        .where(
          and(
            eq(calls.agencyId, agencyId),
            eq(calls.day, day),
            eq(calls.ending, 'served'),
            isNotNull(calls.endedAt),
          ),
        )
        .orderBy(asc(calls.calledAt), asc(calls.id))
    },
  }
}
