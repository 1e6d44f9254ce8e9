import { eq, lte, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

/** How often things were done of late, by key. Keys are keyed hashes or ids, never clear data. */
export function allowanceStore({ allowances }: Tables) {
  const touch = prepared('allowances_touch', (db) =>
    db
      .insert(allowances)
      .values({
        key: sql.placeholder('key'),
        taken: [],
        touched: 1,
        forgetAt: sql.placeholder('forgetAt'),
      })
      .onConflictDoUpdate({
        target: allowances.key,
        set: { touched: sql`${allowances.touched} % 1000000 + 1` },
      })
      .returning({ taken: allowances.taken }),
  )
  const takenBy = prepared('allowances_taken', (db) =>
    db
      .select({ taken: allowances.taken })
      .from(allowances)
      .where(eq(allowances.key, hole('key'))),
  )
  const rewrite = prepared('allowances_rewrite', (db) =>
    db
      .update(allowances)
      .set({
        taken: sql`${sql.param(sql.placeholder('taken'), allowances.taken)}`,
        forgetAt: hole('forgetAt'),
      })
      .where(eq(allowances.key, hole('key'))),
  )

  return {
    /** The instants under `key`, oldest first; the row is locked until the transaction ends. */
    async lock(tx: Db, key: string, forgetAt: Instant): Promise<Instant[]> {
      const [row] = await touch(tx).execute({ key, forgetAt })
      return row?.taken ?? []
    },

    /** Reads without locking, for showing. */
    async read(db: Db, key: string): Promise<Instant[]> {
      const [row] = await takenBy(db).execute({ key })
      return row?.taken ?? []
    },

    async write(tx: Db, key: string, taken: Instant[], forgetAt: Instant): Promise<void> {
      await rewrite(tx).execute({ key, taken, forgetAt })
    },

    async purge(tx: Db, now: Instant): Promise<number> {
      const gone = await tx
        .delete(allowances)
        .where(lte(allowances.forgetAt, now))
        .returning({ key: allowances.key })
      return gone.length
    },
  }
}

export type AllowanceStore = ReturnType<typeof allowanceStore>
