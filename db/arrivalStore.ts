import { and, asc, count, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { ArrivalEventKind, ArrivalStatus } from '../src/attendance/arrival.ts'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type ArrivalRow = Tables['arrivals']['$inferSelect']
export type ArrivalEventRow = Tables['arrivalEvents']['$inferSelect']

/** What a step changes of an arrival. */
export type ArrivalChange = Partial<
  Pick<ArrivalRow, 'status' | 'windowId' | 'procedureId' | 'place' | 'placeReason' | 'priority'>
>

/** Those who came, where they stand in line, and what happened to each. */
export function arrivalStore({ arrivals, arrivalEvents, procedures }: Tables) {
  // The queue's order: never null, total, and the same on both databases (see `inOrder`).
  const order = [asc(arrivals.place), asc(arrivals.arrivedAt), asc(arrivals.id)]

  return {
    async add(tx: Db, row: ArrivalRow): Promise<void> {
      await tx.insert(arrivals).values(row)
    },

    async find(db: Db, id: string): Promise<ArrivalRow | null> {
      const [row] = await db.select().from(arrivals).where(eq(arrivals.id, id))
      return row ?? null
    },

    /** The last arrival with a turno, whatever became of it. */
    async ofTurno(db: Db, turnoId: string): Promise<ArrivalRow | null> {
      const [row] = await db
        .select()
        .from(arrivals)
        .where(eq(arrivals.turnoId, turnoId))
        .orderBy(desc(arrivals.arrivedAt), desc(arrivals.id))
        .limit(1)
      return row ?? null
    },

    /** Those of a day in these states, in the queue's order. */
    async inOrder(
      db: Db,
      agencyId: string,
      day: LocalDate,
      statuses: ArrivalStatus[],
    ): Promise<ArrivalRow[]> {
      return db
        .select()
        .from(arrivals)
        .where(
          and(
            eq(arrivals.agencyId, agencyId),
            eq(arrivals.day, day),
            inArray(arrivals.status, statuses),
          ),
        )
        .orderBy(...order)
    },

    /** The tickets of the first who wait. */
    async firstLabels(db: Db, agencyId: string, day: LocalDate, most: number): Promise<string[]> {
      const rows = await db
        .select({ label: arrivals.label })
        .from(arrivals)
        .where(
          and(
            eq(arrivals.agencyId, agencyId),
            eq(arrivals.day, day),
            eq(arrivals.status, 'waiting'),
          ),
        )
        .orderBy(...order)
        .limit(most)
      return rows.map(({ label }) => label)
    },

    /** The first who waits and whom a window may serve: `procedures` is empty where it serves all. */
    async firstFor(
      db: Db,
      { agencyId, day }: Pick<ArrivalRow, 'agencyId' | 'day'>,
      window: { id: string; procedures: string[] },
    ): Promise<ArrivalRow | null> {
      const [row] = await db
        .select()
        .from(arrivals)
        .where(
          and(
            eq(arrivals.agencyId, agencyId),
            eq(arrivals.day, day),
            eq(arrivals.status, 'waiting'),
            or(isNull(arrivals.windowId), eq(arrivals.windowId, window.id)),
            window.procedures.length > 0
              ? inArray(arrivals.procedureId, window.procedures)
              : undefined,
          ),
        )
        .orderBy(...order)
        .limit(1)
      return row ?? null
    },

    /** Those of past days of an agency whom nobody served or let go. */
    async openBefore(
      db: Db,
      agencyId: string,
      day: LocalDate,
      most: number,
    ): Promise<ArrivalRow[]> {
      return db
        .select()
        .from(arrivals)
        .where(
          and(
            eq(arrivals.agencyId, agencyId),
            lt(arrivals.day, day),
            inArray(arrivals.status, ['waiting', 'called', 'parked']),
          ),
        )
        .orderBy(asc(arrivals.day), ...order)
        .limit(most)
    },

    /** Those who wait for one window alone. */
    async boundTo(tx: Db, windowId: string, day: LocalDate): Promise<ArrivalRow[]> {
      return tx
        .select()
        .from(arrivals)
        .where(
          and(
            eq(arrivals.windowId, windowId),
            eq(arrivals.day, day),
            inArray(arrivals.status, ['waiting', 'parked']),
          ),
        )
        .orderBy(...order)
    },

    /** How many of a day are in each state. */
    async counts(db: Db, agencyId: string, day: LocalDate) {
      return db
        .select({ status: arrivals.status, number: count() })
        .from(arrivals)
        .where(and(eq(arrivals.agencyId, agencyId), eq(arrivals.day, day)))
        .groupBy(arrivals.status)
        .orderBy(asc(arrivals.status))
    },

    /** Changes an arrival that is still in a state; false when it was not any more. */
    async change(
      tx: Db,
      id: string,
      from: ArrivalStatus,
      to: ArrivalChange & { status: ArrivalStatus },
    ): Promise<boolean> {
      const changed = await tx
        .update(arrivals)
        .set(to)
        .where(and(eq(arrivals.id, id), eq(arrivals.status, from)))
        .returning({ id: arrivals.id })
      return changed.length === 1
    },

    /** Records what happened, numbered without gaps. The day's row must be locked. */
    async record(
      tx: Db,
      event: Omit<ArrivalEventRow, 'number' | 'kind'> & { kind: ArrivalEventKind },
    ) {
      const next = sql<number>`(select coalesce(max(${arrivalEvents.number}), 0) + 1 from ${arrivalEvents} where ${arrivalEvents.arrivalId} = ${event.arrivalId})`
      await tx.insert(arrivalEvents).values({ ...event, number: next })
    },

    /** What happened to an arrival, the first thing first. */
    async events(db: Db, arrivalId: string): Promise<ArrivalEventRow[]> {
      return db
        .select()
        .from(arrivalEvents)
        .where(eq(arrivalEvents.arrivalId, arrivalId))
        .orderBy(asc(arrivalEvents.number))
    },

    /** The events at a window since an instant, the last one first. */
    async eventsAt(db: Db, windowId: string, since: Instant): Promise<ArrivalEventRow[]> {
      return db
        .select()
        .from(arrivalEvents)
        .where(and(eq(arrivalEvents.windowId, windowId), gte(arrivalEvents.at, since)))
        .orderBy(desc(arrivalEvents.at), desc(arrivalEvents.arrivalId), desc(arrivalEvents.number))
    },

    /** The procedure's place in the institution's list, from 0; it gives tickets their letter. */
    async procedurePosition(db: Db, procedureId: string): Promise<number> {
      const [row] = await db
        .select({ position: procedures.position })
        .from(procedures)
        .where(eq(procedures.id, procedureId))
      return row?.position ?? 0
    },
  }
}
