import { and, eq, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type RunRow = Tables['runs']['$inferSelect']

/**
 * The runs of recurring work. A run is claimed by one conditional write, so that of many processes
 * one does it; a claim that was never finished lapses.
 */
export function runStore({ runs }: Tables) {
  return {
    /** Makes the row of a recurring work, due at once, where there is none yet. */
    async register(db: Db, name: string, now: Instant): Promise<void> {
      await db.insert(runs).values({ name, dueAt: now }).onConflictDoNothing()
    },

    /** Claims the run until `until` if it was due at `dueBy` and is free at `now`; says whether. */
    async claim(
      db: Db,
      name: string,
      { dueBy, now, until }: { dueBy: Instant; now: Instant; until: Instant },
    ): Promise<boolean> {
      const rows = await db
        .update(runs)
        .set({ leasedUntil: until })
        .where(
          and(
            eq(runs.name, name),
            lte(runs.dueAt, dueBy),
            or(isNull(runs.leasedUntil), lte(runs.leasedUntil, now)),
          ),
        )
        .returning({ name: runs.name })
      return rows.length > 0
    },

    /** Finishes the run that was claimed until `until`. False when that claim had lapsed and another took it. */
    async finish(
      db: Db,
      name: string,
      until: Instant,
      { ranAt, count, dueAt }: { ranAt: Instant; count: number; dueAt: Instant },
    ): Promise<boolean> {
      const rows = await db
        .update(runs)
        .set({ leasedUntil: null, lastRunAt: ranAt, lastCount: count, dueAt })
        .where(and(eq(runs.name, name), eq(runs.leasedUntil, until)))
        .returning({ name: runs.name })
      return rows.length > 0
    },

    /** The run's row, or null. */
    async find(db: Db, name: string): Promise<RunRow | null> {
      const [row] = await db.select().from(runs).where(eq(runs.name, name))
      return row ?? null
    },
  }
}

export type RunStore = ReturnType<typeof runStore>
