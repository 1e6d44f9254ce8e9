import { createHash } from 'node:crypto'
import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import { holesOf } from './faces.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

export type DraftRow = Tables['drafts']['$inferSelect']
export type DraftChange = Partial<Omit<DraftRow, 'id' | 'ownerKey' | 'nonceKey' | 'createdAt'>>

/** The rows of the walks through the steps. */
export function draftStore({ drafts }: Tables) {
  const add = prepared('drafts_add', (db) =>
    db.insert(drafts).values(holesOf(drafts)).onConflictDoNothing().returning(),
  )
  const byNonce = prepared('drafts_by_nonce', (db) =>
    db
      .select()
      .from(drafts)
      .where(eq(drafts.nonceKey, hole('nonceKey'))),
  )
  const byId = prepared('drafts_by_id', (db) =>
    db
      .select()
      .from(drafts)
      .where(eq(drafts.id, hole('id'))),
  )
  const touch = prepared('drafts_touch', (db) =>
    db
      .update(drafts)
      .set({ createdAt: sql`${drafts.createdAt}` })
      .where(eq(drafts.id, hole('id')))
      .returning(),
  )
  const changes = new Map<string, ReturnType<typeof changeOf>>()
  /** The statement that changes just these columns; there are about ten such sets. */
  function changeOf(names: string[]) {
    const set = Object.fromEntries(names.map((name) => [name, hole(name)]))
    const digest = createHash('sha256').update(names.join()).digest('hex')
    return prepared(`drafts_change_${digest.slice(0, 16)}`, (db) =>
      db
        .update(drafts)
        .set(set)
        .where(eq(drafts.id, hole('draft'))),
    )
  }

  return {
    /** Adds a draft, or gives back the one that the same start form made before. */
    async start(tx: Db, row: DraftRow): Promise<DraftRow> {
      const [added] = await add(tx).execute(row)
      if (added) return added
      const [existing] = await byNonce(tx).execute({ nonceKey: row.nonceKey })
      if (!existing) throw new Error('A draft was neither added nor found')
      return existing
    },

    async find(db: Db, id: string): Promise<DraftRow | null> {
      const [row] = await byId(db).execute({ id })
      return row ?? null
    },

    /** Reads a draft and keeps others from changing it until the transaction ends. */
    async lock(tx: Db, id: string): Promise<DraftRow | null> {
      const [row] = await touch(tx).execute({ id })
      return row ?? null
    },

    async change(tx: Db, id: string, change: DraftChange): Promise<void> {
      const names = Object.keys(change).sort()
      const key = names.join(' ')
      const statement = changes.get(key) ?? changeOf(names)
      changes.set(key, statement)
      await statement(tx).execute({ ...change, draft: id })
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
