import { and, desc, eq, isNull, lte } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import { holesOf } from './faces.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

export type CodeRow = Tables['codes']['$inferSelect']

/** The codes that were sent; a draft has at most one that is not ended. */
export function codeStore({ codes }: Tables) {
  const add = prepared('codes_add', (db) => db.insert(codes).values(holesOf(codes)))
  const endLive = prepared('codes_end_live', (db) =>
    db
      .update(codes)
      .set({ endedAt: hole('at'), ending: 'replaced' })
      .where(and(eq(codes.draftId, hole('draftId')), isNull(codes.endedAt))),
  )
  const liveOf = prepared('codes_live', (db) =>
    db
      .select()
      .from(codes)
      .where(and(eq(codes.draftId, hole('draftId')), isNull(codes.endedAt))),
  )
  const latestOf = prepared('codes_latest', (db) =>
    db
      .select()
      .from(codes)
      .where(eq(codes.draftId, hole('draftId')))
      .orderBy(desc(codes.createdAt), desc(codes.id))
      .limit(1),
  )
  const endUsed = prepared('codes_end_used', (db) =>
    db
      .update(codes)
      .set({ endedAt: hole('at'), ending: 'used' })
      .where(and(eq(codes.id, hole('id')), isNull(codes.endedAt)))
      .returning({ id: codes.id }),
  )

  return {
    /** Ends the draft's live code and adds a new one. */
    async replace(tx: Db, row: CodeRow): Promise<void> {
      await endLive(tx).execute({ at: row.createdAt, draftId: row.draftId })
      await add(tx).execute(row)
    },

    /** The code that would be accepted now, if its time is not over. */
    async live(db: Db, draftId: string): Promise<CodeRow | null> {
      const [row] = await liveOf(db).execute({ draftId })
      return row ?? null
    },

    async find(db: Db, id: string): Promise<CodeRow | null> {
      const [row] = await db.select().from(codes).where(eq(codes.id, id))
      return row ?? null
    },

    /** The newest code of a draft, ended or not. */
    async latest(db: Db, draftId: string): Promise<CodeRow | null> {
      const [row] = await latestOf(db).execute({ draftId })
      return row ?? null
    },

    /** Ends a code that was typed right. False when it had ended before. */
    async use(tx: Db, id: string, now: Instant): Promise<boolean> {
      const used = await endUsed(tx).execute({ id, at: now })
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
