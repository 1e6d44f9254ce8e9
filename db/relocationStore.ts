import { and, asc, count, desc, eq, gt, inArray, isNull, lte, ne, or } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { LastMail } from '../src/relocation/toCall.ts'
import type { Tables } from './schema.ts'

export type ChangeRow = Tables['changes']['$inferSelect']
export type RelocationRow = Tables['relocations']['$inferSelect']

/** How many relocations of a change stand somewhere. */
export type RelocationCount = { changeId: string; status: RelocationRow['status']; count: number }

/** More ids than this are not put into one statement. */
const mostAtOnce = 500

/** The changes that touch turnos, and what becomes of each turno. */
export function relocationStore({ agendas, changes, messages, relocations }: Tables) {
  const agendasAt = (db: Db, agencyId: string) =>
    db.select({ id: agendas.id }).from(agendas).where(eq(agendas.agencyId, agencyId))

  return {
    async addChange(tx: Db, row: ChangeRow): Promise<void> {
      await tx.insert(changes).values(row)
    },

    async change(db: Db, id: string): Promise<ChangeRow | null> {
      const [row] = await db.select().from(changes).where(eq(changes.id, id))
      return row ?? null
    },

    /** The changes of an agency, the newest first. */
    async changesOf(db: Db, agencyId: string, most: number): Promise<ChangeRow[]> {
      return db
        .select()
        .from(changes)
        .where(eq(changes.agencyId, agencyId))
        .orderBy(desc(changes.createdAt), desc(changes.id))
        .limit(most)
    },

    /** Notes when a change's mails were first sent. False when they were before. */
    async markSent(tx: Db, id: string, at: Instant): Promise<boolean> {
      const rows = await tx
        .update(changes)
        .set({ sentAt: at })
        .where(and(eq(changes.id, id), isNull(changes.sentAt)))
        .returning({ id: changes.id })
      return rows.length === 1
    },

    /** Adds a relocation. False when the turno has an open one. */
    async add(tx: Db, row: RelocationRow): Promise<boolean> {
      const rows = await tx
        .insert(relocations)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: relocations.id })
      return rows.length === 1
    },

    async find(db: Db, id: string): Promise<RelocationRow | null> {
      const [row] = await db.select().from(relocations).where(eq(relocations.id, id))
      return row ?? null
    },

    /** The relocation of a turno that has not ended, or null. */
    async openOf(db: Db, turnoId: string): Promise<RelocationRow | null> {
      const [row] = await db
        .select()
        .from(relocations)
        .where(and(eq(relocations.turnoId, turnoId), isNull(relocations.endedAt)))
      return row ?? null
    },

    /** The newest relocation of a turno, ended or not. */
    async latestOf(db: Db, turnoId: string): Promise<RelocationRow | null> {
      const [row] = await db
        .select()
        .from(relocations)
        .where(eq(relocations.turnoId, turnoId))
        .orderBy(desc(relocations.createdAt), desc(relocations.id))
        .limit(1)
      return row ?? null
    },

    /** All relocations of a change, by the old hour. */
    async ofChange(db: Db, changeId: string): Promise<RelocationRow[]> {
      return db
        .select()
        .from(relocations)
        .where(eq(relocations.changeId, changeId))
        .orderBy(asc(relocations.fromStart), asc(relocations.turnoId))
    },

    /** How many relocations of these changes stand where. */
    async counts(db: Db, changeIds: string[]): Promise<RelocationCount[]> {
      if (changeIds.length === 0) return []
      return db
        .select({ changeId: relocations.changeId, status: relocations.status, count: count() })
        .from(relocations)
        .where(inArray(relocations.changeId, changeIds))
        .groupBy(relocations.changeId, relocations.status)
        .orderBy(asc(relocations.changeId), asc(relocations.status))
    },

    /** The open ones of a change, of an agency, or those whose proposed hour is at an agency. */
    async openIds(
      db: Db,
      of: { changeId: string } | { fromAgencyId: string } | { toAgencyId: string },
    ): Promise<string[]> {
      const which =
        'changeId' in of
          ? eq(relocations.changeId, of.changeId)
          : 'fromAgencyId' in of
            ? eq(relocations.fromAgencyId, of.fromAgencyId)
            : inArray(relocations.toAgendaId, agendasAt(db, of.toAgencyId))
      const rows = await db
        .select({ id: relocations.id })
        .from(relocations)
        .where(and(which, isNull(relocations.endedAt)))
        .orderBy(asc(relocations.fromStart), asc(relocations.turnoId))
      return rows.map(({ id }) => id)
    },

    /** The newest mail about each of these relocations. */
    async lastMails(db: Db, ids: string[]): Promise<Map<string, LastMail>> {
      const mails = new Map<string, LastMail>()
      for (let from = 0; from < ids.length; from += mostAtOnce) {
        const rows = await db
          .select({
            subjectId: messages.subjectId,
            status: messages.status,
            reason: messages.reason,
          })
          .from(messages)
          .where(inArray(messages.subjectId, ids.slice(from, from + mostAtOnce)))
          .orderBy(asc(messages.createdAt), asc(messages.id))
        for (const { subjectId, ...mail } of rows) mails.set(subjectId, mail)
      }
      return mails
    },

    /** Open ones that want a look at `now`, the longest waiting first. */
    async due(db: Db, now: Instant, most: number): Promise<string[]> {
      const rows = await db
        .select({ id: relocations.id })
        .from(relocations)
        .where(lte(relocations.dueAt, now))
        .orderBy(asc(relocations.dueAt), asc(relocations.fromStart), asc(relocations.id))
        .limit(most)
      return rows.map(({ id }) => id)
    },

    /** Changes a relocation; its turno's row is locked. */
    async update(tx: Db, id: string, what: Partial<RelocationRow>): Promise<void> {
      await tx.update(relocations).set(what).where(eq(relocations.id, id))
    },

    /** Notes when to look at a relocation again, unless somebody wants it looked at sooner meanwhile. */
    async sleep(tx: Db, { id, dueAt }: RelocationRow, until: Instant): Promise<void> {
      const unchanged = dueAt === null ? isNull(relocations.dueAt) : eq(relocations.dueAt, dueAt)
      await tx
        .update(relocations)
        .set({ dueAt: until })
        .where(and(eq(relocations.id, id), isNull(relocations.endedAt), unchanged))
    },

    /** Has everything open looked at, from `at` on. */
    async wakeAll(tx: Db, at: Instant): Promise<void> {
      await tx
        .update(relocations)
        .set({ dueAt: at })
        .where(
          and(
            isNull(relocations.endedAt),
            or(isNull(relocations.dueAt), gt(relocations.dueAt, at)),
          ),
        )
    },

    /** Has everything open of a change looked at, from `at` on. */
    async wake(tx: Db, changeId: string, at: Instant): Promise<void> {
      await tx
        .update(relocations)
        .set({ dueAt: at })
        .where(
          and(
            eq(relocations.changeId, changeId),
            isNull(relocations.endedAt),
            or(isNull(relocations.dueAt), ne(relocations.dueAt, at)),
          ),
        )
    },
  }
}
