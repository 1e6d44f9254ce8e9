import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type DraftRow = Tables['drafts']['$inferSelect']
export type DraftChange = Partial<Omit<DraftRow, 'id' | 'ownerKey' | 'nonceKey' | 'createdAt'>>

/** The rows of the walks through the steps. */
export function draftStore({ drafts }: Tables) {
  return {
    /** Adds a draft, or gives back the one that the same start form made before. */
    async start(tx: Db, row: DraftRow): Promise<DraftRow> {
      const [added] = await tx.insert(drafts).values(row).onConflictDoNothing().returning()
      if (added) return added
      const [existing] = await tx.select().from(drafts).where(eq(drafts.nonceKey, row.nonceKey))
      if (!existing) throw new Error('A draft was neither added nor found')
      return existing
    },

    async find(db: Db, id: string): Promise<DraftRow | null> {
      const [row] = await db.select().from(drafts).where(eq(drafts.id, id))
      return row ?? null
    },

    /** Reads a draft and keeps others from changing it until the transaction ends. */
    async lock(tx: Db, id: string): Promise<DraftRow | null> {
      const [row] = await tx
        .update(drafts)
        .set({ createdAt: sql`${drafts.createdAt}` })
        .where(eq(drafts.id, id))
        .returning()
      return row ?? null
    },

    async change(tx: Db, id: string, change: DraftChange): Promise<void> {
      await tx.update(drafts).set(change).where(eq(drafts.id, id))
    },

    /** Forgets drafts past their end; those that became a turno too, since the turno keeps all. */
    async purge(tx: Db, now: Instant): Promise<number> {
      const gone = await tx
        .delete(drafts)
        .where(lte(drafts.expiresAt, now))
        .returning({ id: drafts.id })
      return gone.length
    },

    /** Says of these drafts that their hold is gone: the hour stays chosen, without promise. */
    async loseHolds(tx: Db, ids: string[]): Promise<void> {
      if (ids.length > 0) {
        await tx.update(drafts).set({ heldUntil: null }).where(inArray(drafts.id, ids))
      }
    },

    /** Tidies the drafts whose hold is over: the hour stays chosen, the hold does not. */
    async forgetHolds(tx: Db, now: Instant): Promise<number> {
      const touched = await tx
        .update(drafts)
        .set({ heldUntil: null })
        .where(and(lte(drafts.heldUntil, now), isNull(drafts.turnoId)))
        .returning({ id: drafts.id })
      return touched.length
    },
  }
}

export type DraftStore = ReturnType<typeof draftStore>
