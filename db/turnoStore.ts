import { and, asc, desc, eq, gt, gte, inArray, lt, ne, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import { addDays } from '../src/calendar/dates.ts'
import type { Instant, LocalDate } from '../src/clock.ts'
import { holesOf } from './faces.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

export type TurnoRow = Tables['turnos']['$inferSelect']
export type TurnoEventKind = Tables['turnoEvents']['$inferSelect']['kind']

/** More ids than this are not put into one statement. */
const mostAtOnce = 500

/** The confirmed appointments and what happened to each. */
export function turnoStore({ turnos, turnoEvents }: Tables) {
  // As words of the statement: with parameters in their place SQLite does not see that the index of the
  // live turnos is meant, and reads the whole table.
  const isLive = sql`${turnos.status} in ('confirmed', 'arrived')`
  const insert = prepared('turnos_add', (db) =>
    db.insert(turnos).values(holesOf(turnos)).onConflictDoNothing().returning({ id: turnos.id }),
  )
  const byId = prepared('turnos_by_id', (db) =>
    db
      .select()
      .from(turnos)
      .where(eq(turnos.id, hole('id'))),
  )
  const byReference = prepared('turnos_by_reference', (db) =>
    db
      .select()
      .from(turnos)
      .where(eq(turnos.reference, hole('reference'))),
  )
  const liveByHolder = prepared('turnos_live_of_holder', (db) =>
    db
      .select()
      .from(turnos)
      .where(
        and(
          eq(turnos.procedureId, hole('procedureId')),
          eq(turnos.holderKey, hole('holderKey')),
          isLive,
        ),
      ),
  )
  const lastEvent = prepared('turno_events_last', (db) =>
    db
      .select({ number: turnoEvents.number })
      .from(turnoEvents)
      .where(eq(turnoEvents.turnoId, hole('turnoId')))
      .orderBy(desc(turnoEvents.number))
      .limit(1),
  )
  const addEvent = prepared('turno_events_add', (db) =>
    db.insert(turnoEvents).values(holesOf(turnoEvents)),
  )

  return {
    /** These turnos, in any order. */
    async several(db: Db, ids: readonly string[]): Promise<TurnoRow[]> {
      const rows: TurnoRow[] = []
      for (let at = 0; at < ids.length; at += mostAtOnce) {
        const part = ids.slice(at, at + mostAtOnce)
        rows.push(...(await db.select().from(turnos).where(inArray(turnos.id, part))))
      }
      return rows
    },

    /** Whether anybody has a turno at an agency that did not come to its end. */
    async anyAt(db: Db, agencyId: string): Promise<boolean> {
      const rows = await db
        .select({ id: turnos.id })
        .from(turnos)
        .where(and(eq(turnos.agencyId, agencyId), isLive))
        .limit(1)
      return rows.length > 0
    },

    /** How many turnos at an agency are still to come. */
    async aheadAt(db: Db, agencyId: string, now: Instant): Promise<number> {
      const [row] = await db
        .select({ number: sql<string>`count(*)` })
        .from(turnos)
        .where(
          and(
            eq(turnos.agencyId, agencyId),
            gte(turnos.day, addDays(now.slice(0, 10), -1)),
            gt(turnos.endAt, now),
            isLive,
          ),
        )
      return Number(row?.number ?? 0)
    },

    /** Adds a turno. False when this draft, or this holder for this procedure, has one already. */
    async add(tx: Db, row: TurnoRow): Promise<boolean> {
      const added = await insert(tx).execute(row)
      return added.length === 1
    },

    async find(db: Db, id: string): Promise<TurnoRow | null> {
      const [row] = await byId(db).execute({ id })
      return row ?? null
    },

    /** The turno that was made first; null where there is none. */
    async first(db: Db): Promise<TurnoRow | null> {
      const [row] = await db.select().from(turnos).orderBy(asc(turnos.id)).limit(1)
      return row ?? null
    },

    async findByReference(db: Db, reference: string): Promise<TurnoRow | null> {
      const [row] = await byReference(db).execute({ reference })
      return row ?? null
    },

    async liveOfHolder(db: Db, procedureId: string, holderKey: string): Promise<TurnoRow | null> {
      const [row] = await liveByHolder(db).execute({ procedureId, holderKey })
      return row ?? null
    },

    async liveOfMailbox(db: Db, mailboxKey: string): Promise<TurnoRow[]> {
      return db
        .select()
        .from(turnos)
        .where(and(eq(turnos.mailboxKey, mailboxKey), isLive))
        .orderBy(turnos.startAt, turnos.id)
    },

    /** The turnos of an agency's day that were not cancelled, by their hour. */
    async ofDay(db: Db, agencyId: string, day: LocalDate): Promise<TurnoRow[]> {
      return db
        .select()
        .from(turnos)
        .where(
          and(eq(turnos.agencyId, agencyId), eq(turnos.day, day), ne(turnos.status, 'cancelled')),
        )
        .orderBy(turnos.startAt, turnos.id)
    },

    /** The ids of an agency's turnos of days before `day` that nobody came for. */
    async confirmedBefore(
      db: Db,
      agencyId: string,
      day: LocalDate,
      most: number,
    ): Promise<string[]> {
      const rows = await db
        .select({ id: turnos.id })
        .from(turnos)
        .where(
          and(eq(turnos.agencyId, agencyId), lt(turnos.day, day), eq(turnos.status, 'confirmed')),
        )
        .orderBy(turnos.day, turnos.id)
        .limit(most)
      return rows.map(({ id }) => id)
    },

    /** Moves a turno from one status to another; null when it was not in that status any more. */
    async transition(
      tx: Db,
      id: string,
      from: TurnoRow['status'],
      to: TurnoRow['status'],
    ): Promise<TurnoRow | null> {
      const [row] = await tx
        .update(turnos)
        .set({ status: to, sequence: sql`${turnos.sequence} + 1` })
        .where(and(eq(turnos.id, id), eq(turnos.status, from)))
        .returning()
      return row ?? null
    },

    /** When this last happened to a turno; null when it never did. */
    async lastTime(db: Db, turnoId: string, kind: TurnoEventKind): Promise<Instant | null> {
      const [row] = await db
        .select({ at: turnoEvents.at })
        .from(turnoEvents)
        .where(and(eq(turnoEvents.turnoId, turnoId), eq(turnoEvents.kind, kind)))
        .orderBy(desc(turnoEvents.number))
        .limit(1)
      return row?.at ?? null
    },

    /** Reads a turno and keeps others from changing it until the transaction ends. */
    async lock(tx: Db, id: string): Promise<TurnoRow | null> {
      const [row] = await tx
        .update(turnos)
        .set({ sequence: sql`${turnos.sequence}` })
        .where(eq(turnos.id, id))
        .returning()
      return row ?? null
    },

    /** Gives a locked turno another hour; answers its new sequence. */
    async moveTo(
      tx: Db,
      id: string,
      to: Pick<TurnoRow, 'agendaId' | 'agencyId' | 'poolId' | 'day' | 'startAt' | 'endAt'>,
    ): Promise<number> {
      const [row] = await tx
        .update(turnos)
        .set({ ...to, sequence: sql`${turnos.sequence} + 1` })
        .where(eq(turnos.id, id))
        .returning({ sequence: turnos.sequence })
      if (!row) throw new Error('A locked turno is gone')
      return row.sequence
    },

    /** Records what happened, numbered without gaps. The turno's row must be locked or new. */
    async record(tx: Db, turnoId: string, kind: TurnoEventKind, actor: string, at: Instant) {
      const [last] = await lastEvent(tx).execute({ turnoId })
      await addEvent(tx).execute({ turnoId, number: (last?.number ?? 0) + 1, kind, actor, at })
    },
  }
}
