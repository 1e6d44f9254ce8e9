import { and, desc, eq, isNull, lte } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type CodeRow = Tables['codes']['$inferSelect']

/** The codes that were sent; a draft has at most one that is not ended. */
export function codeStore({ codes }: Tables) {
  return {
    /** Ends the draft's live code and adds a new one. */
    async replace(tx: Db, row: CodeRow): Promise<void> {
      await tx
        .update(codes)
        .set({ endedAt: row.createdAt, ending: 'replaced' })
        .where(and(eq(codes.draftId, row.draftId), isNull(codes.endedAt)))
      await tx.insert(codes).values(row)
    },

    /** The code that would be accepted now, if its time is not over. */
    async live(db: Db, draftId: string): Promise<CodeRow | null> {
      const [row] = await db
        .select()
        .from(codes)
        .where(and(eq(codes.draftId, draftId), isNull(codes.endedAt)))
      return row ?? null
    },

    async find(db: Db, id: string): Promise<CodeRow | null> {
      const [row] = await db.select().from(codes).where(eq(codes.id, id))
      return row ?? null
    },

    /** The newest code of a draft, ended or not. */
    async latest(db: Db, draftId: string): Promise<CodeRow | null> {
      const [row] = await db
        .select()
        .from(codes)
        .where(eq(codes.draftId, draftId))
        .orderBy(desc(codes.createdAt), desc(codes.id))
        .limit(1)
      return row ?? null
    },

    /** Ends a code that was typed right. False when it had ended before. */
    async use(tx: Db, id: string, now: Instant): Promise<boolean> {
      const used = await tx
        .update(codes)
        .set({ endedAt: now, ending: 'used' })
        .where(and(eq(codes.id, id), isNull(codes.endedAt)))
        .returning({ id: codes.id })
      return used.length === 1
    },

    async purge(tx: Db, before: Instant): Promise<number> {
      const gone = await tx
        .delete(codes)
        .where(lte(codes.expiresAt, before))
        .returning({ id: codes.id })
      return gone.length
    },
  }
}

export type CodeStore = ReturnType<typeof codeStore>
