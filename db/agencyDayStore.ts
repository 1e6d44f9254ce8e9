import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type AgencyDayRow = Tables['agencyDays']['$inferSelect']
export type WaitingRoomRow = Tables['waitingRooms']['$inferSelect']

/** The row of each agency's day, which serialises its queue, and how its waiting room is run. */
export function agencyDayStore({ agencyDays, waitingRooms }: Tables) {
  const ofDay = (agencyId: string, day: LocalDate) =>
    and(eq(agencyDays.agencyId, agencyId), eq(agencyDays.day, day))

  return {
    /** Touches the day's row and so keeps everybody else from its queue until the transaction ends. */
    async lock(tx: Db, agencyId: string, day: LocalDate): Promise<AgencyDayRow> {
      const [row] = await tx
        .insert(agencyDays)
        .values({
          agencyId,
          day,
          touched: 1,
          lastTicket: 0,
          walkIns: 0,
          pausedBecause: null,
          closedAt: null,
        })
        .onConflictDoUpdate({
          target: [agencyDays.agencyId, agencyDays.day],
          set: { touched: sql`${agencyDays.touched} % 1000000 + 1` },
        })
        .returning()
      if (!row) throw new Error('An upsert gave no row')
      return row
    },

    /** Reads without locking, for showing; null before anything happened that day. */
    async find(db: Db, agencyId: string, day: LocalDate): Promise<AgencyDayRow | null> {
      const [row] = await db.select().from(agencyDays).where(ofDay(agencyId, day))
      return row ?? null
    },

    async change(
      tx: Db,
      { agencyId, day }: Pick<AgencyDayRow, 'agencyId' | 'day'>,
      to: Partial<Pick<AgencyDayRow, 'lastTicket' | 'walkIns' | 'pausedBecause' | 'closedAt'>>,
    ): Promise<void> {
      await tx.update(agencyDays).set(to).where(ofDay(agencyId, day))
    },

    /** The number of the day's next announcement. The day must be locked. */
    async nextAnnouncement(
      tx: Db,
      { agencyId, day }: Pick<AgencyDayRow, 'agencyId' | 'day'>,
    ): Promise<number> {
      const [row] = await tx
        .update(agencyDays)
        .set({ lastAnnounced: sql`${agencyDays.lastAnnounced} + 1` })
        .where(ofDay(agencyId, day))
        .returning({ number: agencyDays.lastAnnounced })
      if (!row) throw new Error('An announcement on a day that was not locked')
      return row.number
    },

    /** How often the days of some agencies were touched, since a day, the earlier days first. */
    async stamps(db: Db, agencyIds: string[], since: LocalDate) {
      return db
        .select({
          agencyId: agencyDays.agencyId,
          day: agencyDays.day,
          touched: agencyDays.touched,
        })
        .from(agencyDays)
        .where(and(inArray(agencyDays.agencyId, agencyIds), gte(agencyDays.day, since)))
        .orderBy(asc(agencyDays.day), asc(agencyDays.agencyId))
    },

    /** How an agency runs its waiting room; null where nobody set it. */
    async waitingRoom(db: Db, agencyId: string): Promise<WaitingRoomRow | null> {
      const [row] = await db.select().from(waitingRooms).where(eq(waitingRooms.agencyId, agencyId))
      return row ?? null
    },

    async setWaitingRoom(tx: Db, row: WaitingRoomRow): Promise<void> {
      await tx
        .insert(waitingRooms)
        .values(row)
        .onConflictDoUpdate({ target: waitingRooms.agencyId, set: row })
    },
  }
}
