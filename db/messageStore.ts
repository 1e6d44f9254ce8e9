import { and, asc, desc, eq, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { MessageKind } from '../src/messages/message.ts'
import { holesOf } from './faces.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

export type MessageRow = Tables['messages']['$inferSelect']

/** A message as it is first written; `recipient` and `secret` are already sealed. */
export type SealedMessage = Pick<
  MessageRow,
  'id' | 'subjectId' | 'recipient' | 'secret' | 'language' | 'createdAt' | 'dueAt' | 'notAfter'
> & { kind: MessageKind }

/** How a message ended. */
export type MessageEnding = {
  status: 'sent' | 'failed' | 'dropped'
  reason: string | null
  at: Instant
}

/** A message that wants work: its id, and how often it was tried, which tells wake-ups apart. */
export type DueMessage = { id: string; attempts: number; kind: string }

/** What a message is until somebody works on it. */
const asQueued = {
  status: 'queued',
  reason: null,
  attempts: 0,
  leasedUntil: null,
  lease: null,
  endedAt: null,
} as const

/**
 * The outbox. Whoever works on a row first takes its lease by `lease`, and writes the result with
 * `end` or `postpone` under that lease; those write nothing, and say so, when the lease is lost.
 */
export function messageStore({ messages }: Tables) {
  const isFree = or(isNull(messages.leasedUntil), lte(messages.leasedUntil, hole('now')))
  const heldBy = (id: string, lease: string) =>
    and(eq(messages.id, id), eq(messages.lease, lease), eq(messages.status, 'queued'))

  const insert = prepared('messages_add', (db) =>
    db
      .insert(messages)
      .values(holesOf(messages))
      .onConflictDoNothing()
      .returning({ id: messages.id }),
  )
  const byId = prepared('messages_by_id', (db) =>
    db
      .select()
      .from(messages)
      .where(eq(messages.id, hole('id'))),
  )
  const latestOf = prepared('messages_latest', (db) =>
    db
      .select()
      .from(messages)
      .where(and(eq(messages.subjectId, hole('subjectId')), eq(messages.kind, hole('kind'))))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(1),
  )
  const dueOf = (name: string, kinds: SQL) =>
    prepared(name, (db) =>
      db
        .select({ id: messages.id, attempts: messages.attempts, kind: messages.kind })
        .from(messages)
        .where(
          and(eq(messages.status, 'queued'), kinds, lte(messages.dueAt, hole('dueBy')), isFree),
        )
        .orderBy(asc(messages.dueAt), asc(messages.id))
        .limit(sql.placeholder('limit')),
    )
  const dueCodes = dueOf('messages_due_codes', eq(messages.kind, 'code'))
  const dueOthers = dueOf('messages_due_others', ne(messages.kind, 'code'))
  const takeLease = prepared('messages_lease', (db) =>
    db
      .update(messages)
      .set({
        lease: hole('lease'),
        leasedUntil: hole('until'),
        attempts: sql`${messages.attempts} + 1`,
      })
      .where(
        and(
          eq(messages.id, hole('id')),
          eq(messages.status, 'queued'),
          lte(messages.dueAt, hole('now')),
          isFree,
        ),
      )
      .returning(),
  )
  const endUnder = prepared('messages_end', (db) =>
    db
      .update(messages)
      .set({
        status: hole('status'),
        reason: hole('reason'),
        endedAt: hole('at'),
        secret: null,
        lease: null,
        leasedUntil: null,
      })
      .where(
        and(
          eq(messages.id, hole('id')),
          eq(messages.lease, hole('lease')),
          eq(messages.status, 'queued'),
        ),
      )
      .returning({ id: messages.id }),
  )

  return {
    /** Writes the message unless its id is there already; says whether it wrote. */
    async add(db: Db, message: SealedMessage): Promise<boolean> {
      const rows = await insert(db).execute({ ...asQueued, ...message })
      return rows.length > 0
    },

    /** The message, or null. */
    async find(db: Db, id: string): Promise<MessageRow | null> {
      const [row] = await byId(db).execute({ id })
      return row ?? null
    },

    /** The newest message of a kind about a subject, or null. */
    async latest(db: Db, kind: MessageKind, subjectId: string): Promise<MessageRow | null> {
      const [row] = await latestOf(db).execute({ subjectId, kind })
      return row ?? null
    },

    /**
     * Messages that were due at `dueBy` and that nobody has a lease on at `now`: codes first, since
     * somebody sits and waits for each, then the oldest.
     */
    async due(db: Db, dueBy: Instant, now: Instant, limit: number): Promise<DueMessage[]> {
      const codes = await dueCodes(db).execute({ dueBy, now, limit })
      if (codes.length === limit) return codes
      const others = await dueOthers(db).execute({ dueBy, now, limit: limit - codes.length })
      return [...codes, ...others]
    },

    /**
     * Takes the lease until `until`, if the message is due at `now` and free, and counts an attempt.
     * The message as it then is, or null when it is somebody else's, not due, or ended.
     */
    async lease(
      db: Db,
      id: string,
      { lease, now, until }: { lease: string; now: Instant; until: Instant },
    ): Promise<MessageRow | null> {
      const [row] = await takeLease(db).execute({ id, lease, now, until })
      return row ?? null
    },

    /** Ends the message and wipes its secret. False when the lease was lost. */
    async end(db: Db, id: string, lease: string, ending: MessageEnding): Promise<boolean> {
      const rows = await endUnder(db).execute({ id, lease, ...ending })
      return rows.length > 0
    },

    /** Gives the lease back; the message is due again at `dueAt`. False when the lease was lost. */
    async postpone(
      db: Db,
      id: string,
      lease: string,
      { dueAt, reason }: { dueAt: Instant; reason: string },
    ): Promise<boolean> {
      const rows = await db
        .update(messages)
        .set({ dueAt, reason, lease: null, leasedUntil: null })
        .where(heldBy(id, lease))
        .returning({ id: messages.id })
      return rows.length > 0
    },

    /**
     * Gives every lease back, also those that still hold: only for whoever knows that nobody who took one
     * is alive. How many.
     */
    async freeLeases(db: Db): Promise<number> {
      const rows = await db
        .update(messages)
        .set({ lease: null, leasedUntil: null })
        .where(and(eq(messages.status, 'queued'), isNotNull(messages.lease)))
        .returning({ id: messages.id })
      return rows.length
    },

    /** Deletes what ended before `before`; how many. */
    async purgeEnded(db: Db, before: Instant): Promise<number> {
      const rows = await db
        .delete(messages)
        .where(and(isNotNull(messages.endedAt), lt(messages.endedAt, before)))
        .returning({ id: messages.id })
      return rows.length
    },
  }
}

export type MessageStore = ReturnType<typeof messageStore>
