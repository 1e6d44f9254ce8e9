import { and, desc, eq, gt, isNull, lte, ne, or } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type SessionRow = Tables['staffSessions']['$inferSelect']
export type StaffLinkRow = Tables['staffLinks']['$inferSelect']

/** How staff come in: their sessions and their one-time links, both by keyed hashes. */
export function staffDoorStore({ staffSessions, staffLinks }: Tables) {
  return {
    async addSession(tx: Db, row: SessionRow): Promise<void> {
      await tx.insert(staffSessions).values(row)
    },

    async session(db: Db, key: string): Promise<SessionRow | null> {
      const [row] = await db.select().from(staffSessions).where(eq(staffSessions.key, key))
      return row ?? null
    },

    /** Newest sign of life first. */
    async sessionsOf(db: Db, staffId: string): Promise<SessionRow[]> {
      return db
        .select()
        .from(staffSessions)
        .where(eq(staffSessions.staffId, staffId))
        .orderBy(desc(staffSessions.seenAt), desc(staffSessions.key))
    },

    /** Every session, the newest sign of life first. */
    async allSessions(db: Db): Promise<SessionRow[]> {
      return db
        .select()
        .from(staffSessions)
        .orderBy(desc(staffSessions.seenAt), desc(staffSessions.key))
    },

    async touchSession(tx: Db, key: string, seenAt: Instant): Promise<void> {
      await tx.update(staffSessions).set({ seenAt }).where(eq(staffSessions.key, key))
    },

    /** Ends a session of this person. False when there was none. */
    async endSession(tx: Db, staffId: string, key: string): Promise<boolean> {
      const ended = await tx
        .delete(staffSessions)
        .where(and(eq(staffSessions.key, key), eq(staffSessions.staffId, staffId)))
        .returning({ key: staffSessions.key })
      return ended.length === 1
    },

    /** Ends all of a person's sessions, but for one where `but` names it; how many. */
    async endSessions(tx: Db, staffId: string, but: string | null): Promise<number> {
      const ended = await tx
        .delete(staffSessions)
        .where(
          but === null
            ? eq(staffSessions.staffId, staffId)
            : and(eq(staffSessions.staffId, staffId), ne(staffSessions.key, but)),
        )
        .returning({ key: staffSessions.key })
      return ended.length
    },

    /** Forgets sessions that are over by either limit. */
    async purgeSessions(tx: Db, createdBy: Instant, seenBy: Instant): Promise<void> {
      await tx
        .delete(staffSessions)
        .where(or(lte(staffSessions.createdAt, createdBy), lte(staffSessions.seenAt, seenBy)))
    },

    async addLink(tx: Db, row: StaffLinkRow): Promise<void> {
      await tx.insert(staffLinks).values(row)
    },

    /** A link that was neither used nor has ended. */
    async link(db: Db, key: string, now: Instant): Promise<StaffLinkRow | null> {
      const [row] = await db
        .select()
        .from(staffLinks)
        .where(
          and(eq(staffLinks.key, key), isNull(staffLinks.usedAt), gt(staffLinks.expiresAt, now)),
        )
      return row ?? null
    },

    /** A link, whatever became of it; those taken back or long over are gone. */
    async anyLink(db: Db, key: string): Promise<StaffLinkRow | null> {
      const [row] = await db.select().from(staffLinks).where(eq(staffLinks.key, key))
      return row ?? null
    },

    /** Uses a link up. False when somebody was faster, or it has ended. */
    async useLink(tx: Db, key: string, now: Instant): Promise<boolean> {
      const used = await tx
        .update(staffLinks)
        .set({ usedAt: now })
        .where(
          and(eq(staffLinks.key, key), isNull(staffLinks.usedAt), gt(staffLinks.expiresAt, now)),
        )
        .returning({ key: staffLinks.key })
      return used.length === 1
    },

    /** Takes back every link of a person that was not used. */
    async dropLinks(tx: Db, staffId: string): Promise<void> {
      await tx
        .delete(staffLinks)
        .where(and(eq(staffLinks.staffId, staffId), isNull(staffLinks.usedAt)))
    },

    async purgeLinks(tx: Db, expiredBy: Instant): Promise<void> {
      await tx.delete(staffLinks).where(lte(staffLinks.expiresAt, expiredBy))
    },
  }
}
