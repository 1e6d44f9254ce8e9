import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { MessageRow } from './messageStore.ts'
import type { Tables } from './schema.ts'

/** Where a page of the ledger goes on: behind this message. */
export type LedgerPlace = { createdAt: Instant; id: string }

export type LedgerQuery = {
  kind: string | null
  status: MessageRow['status'] | null
  /** Written from one instant up to, not including, another. */
  between: { from: Instant; to: Instant } | null
  /** Only what is about turnos of these agencies, on days since one; null for all there is. */
  agencies: { ids: readonly string[]; since: LocalDate } | null
  /** Only what is about this one thing. */
  subjectId: string | null
  after: LedgerPlace | null
  limit: number
}

/** What the ledger tells of a turno that a message is about. */
export type LedgerTurno = Pick<
  Tables['turnos']['$inferSelect'],
  'id' | 'reference' | 'agencyId' | 'status' | 'startAt'
> & {
  /** What the message is about: the turno, or that it must be moved. */
  subjectId: string
}

/** The ledger: what became of every message. */
export function messageLedgerStore({ messages, relocations, turnos }: Tables) {
  const turnoColumns = {
    id: turnos.id,
    reference: turnos.reference,
    agencyId: turnos.agencyId,
    status: turnos.status,
    startAt: turnos.startAt,
  }

  return {
    /** Messages, the newest first. */
    async list(db: Db, query: LedgerQuery): Promise<MessageRow[]> {
      const { kind, status, between, agencies, subjectId, after, limit } = query
      const there =
        agencies &&
        and(inArray(turnos.agencyId, [...agencies.ids]), gte(turnos.day, agencies.since))
      const ofAgencies =
        there &&
        or(
          inArray(messages.subjectId, db.select({ id: turnos.id }).from(turnos).where(there)),
          inArray(
            messages.subjectId,
            db
              .select({ id: relocations.id })
              .from(relocations)
              .innerJoin(turnos, eq(turnos.id, relocations.turnoId))
              .where(there),
          ),
        )
      const conditions: (SQL | undefined | null)[] = [
        kind === null ? null : eq(messages.kind, kind),
        status === null ? null : eq(messages.status, status),
        between && gte(messages.createdAt, between.from),
        between && lt(messages.createdAt, between.to),
        ofAgencies,
        subjectId === null ? null : eq(messages.subjectId, subjectId),
        after &&
          or(
            lt(messages.createdAt, after.createdAt),
            and(eq(messages.createdAt, after.createdAt), lt(messages.id, after.id)),
          ),
      ]
      // Found by their turnos, messages are few and are sorted; else the index by time has their order.
      const time = agencies ? sql`coalesce(${messages.createdAt}, '')` : messages.createdAt
      return db
        .select()
        .from(messages)
        .where(and(...conditions.flatMap((one) => one ?? [])))
        .orderBy(desc(time), desc(messages.id))
        .limit(limit)
    },

    /** The turnos that some messages are about, by the messages' subjects. */
    async turnos(db: Db, subjectIds: readonly string[]): Promise<LedgerTurno[]> {
      if (subjectIds.length === 0) return []
      const ids = [...subjectIds]
      const own = await db
        .select({ ...turnoColumns, subjectId: turnos.id })
        .from(turnos)
        .where(inArray(turnos.id, ids))
      const moved = await db
        .select({ ...turnoColumns, subjectId: relocations.id })
        .from(relocations)
        .innerJoin(turnos, eq(turnos.id, relocations.turnoId))
        .where(inArray(relocations.id, ids))
      return [...own, ...moved]
    },

    /** Which of these ids are messages. */
    async existing(db: Db, ids: readonly string[]): Promise<Set<string>> {
      if (ids.length === 0) return new Set()
      const rows = await db
        .select({ id: messages.id })
        .from(messages)
        .where(inArray(messages.id, [...ids]))
      return new Set(rows.map(({ id }) => id))
    },

    /** The id of some turno that is live; null where there is none. */
    async someLiveTurno(db: Db): Promise<string | null> {
      const [row] = await db
        .select({ id: turnos.id })
        .from(turnos)
        // In the very words of the index, so that it is used.
        .where(sql`status in ('confirmed', 'arrived')`)
        .orderBy(turnos.procedureId, turnos.holderKey)
        .limit(1)
      return row?.id ?? null
    },
  }
}
