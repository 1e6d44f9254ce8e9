import { and, asc, count, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type DisplayRow = Tables['displays']['$inferSelect']

/** What the displays of the agencies said of themselves last. */
export function displayStore({ displays, displayLinks }: Tables) {
  return {
    /** The version of the link that makes a screen a display of an agency. */
    async linkVersion(db: Db, agencyId: string): Promise<number> {
      const [row] = await db
        .select({ version: displayLinks.version })
        .from(displayLinks)
        .where(eq(displayLinks.agencyId, agencyId))
      return row?.version ?? 1
    },

    /** Puts the next version in the place of `from`; false where that is not the one that counts. */
    async nextLink(tx: Db, agencyId: string, from: number): Promise<boolean> {
      await tx.insert(displayLinks).values({ agencyId, version: 1 }).onConflictDoNothing()
      const raised = await tx
        .update(displayLinks)
        .set({ version: from + 1 })
        .where(and(eq(displayLinks.agencyId, agencyId), eq(displayLinks.version, from)))
        .returning({ agencyId: displayLinks.agencyId })
      return raised.length === 1
    },

    /** Forgets what the displays of an agency said. */
    async forgetAll(tx: Db, agencyId: string): Promise<void> {
      await tx.delete(displays).where(eq(displays.agencyId, agencyId))
    },

    /** Keeps what a display says; a new one only while the agency has fewer than `most`. */
    async report(tx: Db, row: DisplayRow, most: number): Promise<boolean> {
      const { voice, seenAt } = row
      const own = and(eq(displays.agencyId, row.agencyId), eq(displays.id, row.id))
      const known = await tx
        .update(displays)
        .set({ voice, seenAt })
        .where(own)
        .returning({ id: displays.id })
      if (known.length > 0) return true
      const [all] = await tx
        .select({ number: count() })
        .from(displays)
        .where(eq(displays.agencyId, row.agencyId))
      if ((all?.number ?? 0) >= most) return false
      await tx.insert(displays).values(row).onConflictDoNothing()
      return true
    },

    /** Those of an agency that were heard of since an instant. */
    async seenSince(db: Db, agencyId: string, since: Instant): Promise<DisplayRow[]> {
      return db
        .select()
        .from(displays)
        .where(and(eq(displays.agencyId, agencyId), gte(displays.seenAt, since)))
        .orderBy(asc(displays.id))
    },

    /** Forgets those that were not heard of for long. */
    async forget(tx: Db, agencyId: string, before: Instant): Promise<void> {
      await tx
        .delete(displays)
        .where(and(eq(displays.agencyId, agencyId), lt(displays.seenAt, before)))
    },
  }
}
