import { and, asc, between, count, eq, inArray, isNull, min, ne, or, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

/** Days of one agency, both included. */
export type FactDays = { agencyId: string; from: LocalDate; to: LocalDate }

/** What the figures of a day are counted from. Every answer is in a total order. */
export function factStore(tables: Tables) {
  const { turnos, turnoEvents, arrivals, calls, visits, outcomes, agendas, agendaDays } = tables
  const turnosOf = ({ agencyId, from, to }: FactDays) =>
    and(eq(turnos.agencyId, agencyId), between(turnos.day, from, to))
  const arrivalsOf = ({ agencyId, from, to }: FactDays) =>
    and(eq(arrivals.agencyId, agencyId), between(arrivals.day, from, to))

  return {
    /** How many turnos of each procedure and day are in each state. */
    async turnos(db: Db, days: FactDays) {
      return db
        .select({
          procedureId: turnos.procedureId,
          day: turnos.day,
          status: turnos.status,
          number: count(),
        })
        .from(turnos)
        .where(turnosOf(days))
        .groupBy(turnos.procedureId, turnos.day, turnos.status)
        .orderBy(asc(turnos.procedureId), asc(turnos.day), asc(turnos.status))
    },

    /** How often the turnos of each procedure and day were moved. */
    async moves(db: Db, days: FactDays) {
      return db
        .select({ procedureId: turnos.procedureId, day: turnos.day, number: count() })
        .from(turnos)
        .innerJoin(turnoEvents, eq(turnoEvents.turnoId, turnos.id))
        .where(and(turnosOf(days), eq(turnoEvents.kind, 'moved')))
        .groupBy(turnos.procedureId, turnos.day)
        .orderBy(asc(turnos.procedureId), asc(turnos.day))
    },

    /** How many were served without a turno. */
    async walkIns(db: Db, days: FactDays) {
      return db
        .select({ procedureId: arrivals.procedureId, day: arrivals.day, number: count() })
        .from(arrivals)
        .where(and(arrivalsOf(days), isNull(arrivals.turnoId), eq(arrivals.status, 'served')))
        .groupBy(arrivals.procedureId, arrivals.day)
        .orderBy(asc(arrivals.procedureId), asc(arrivals.day))
    },

    /** When each who came was first called; calls that were taken back do not count. */
    async firstCalls(db: Db, days: FactDays) {
      return db
        .select({
          procedureId: arrivals.procedureId,
          day: arrivals.day,
          arrivedAt: arrivals.arrivedAt,
          calledAt: min(calls.calledAt),
        })
        .from(arrivals)
        .innerJoin(calls, eq(calls.arrivalId, arrivals.id))
        .where(and(arrivalsOf(days), or(isNull(calls.ending), ne(calls.ending, 'undone'))))
        .groupBy(arrivals.id, arrivals.procedureId, arrivals.day, arrivals.arrivedAt)
        .orderBy(asc(arrivals.id))
    },

    /** Every outcome of each visit, the last of a visit last. */
    async outcomes(db: Db, days: FactDays) {
      return db
        .select({
          procedureId: arrivals.procedureId,
          day: arrivals.day,
          visitId: outcomes.visitId,
          kind: outcomes.kind,
          detail: outcomes.detail,
        })
        .from(arrivals)
        .innerJoin(visits, eq(visits.arrivalId, arrivals.id))
        .innerJoin(outcomes, eq(outcomes.visitId, visits.id))
        .where(arrivalsOf(days))
        .orderBy(asc(outcomes.visitId), asc(outcomes.number))
    },

    /** What was written down of the agendas' days on the days themselves. */
    async agendaDays(db: Db, { agencyId, from, to }: FactDays) {
      return db
        .select({
          procedureId: agendas.procedureId,
          day: agendaDays.day,
          offered: agendaDays.offered,
          poolId: agendaDays.poolId,
          sampled: agendaDays.sampled,
          leadHours: agendaDays.leadHours,
          unmet: agendaDays.unmet,
        })
        .from(agendas)
        .innerJoin(agendaDays, eq(agendaDays.agendaId, agendas.id))
        .where(and(eq(agendas.agencyId, agencyId), between(agendaDays.day, from, to)))
        .orderBy(asc(agendas.procedureId), asc(agendaDays.day))
    },

    /** Writes down how many seats an agenda offered on a day, once: later settings do not change it. */
    async freezeOffered(
      tx: Db,
      rows: readonly { agendaId: string; day: LocalDate; offered: number; poolId: string }[],
    ): Promise<void> {
      for (let at = 0; at < rows.length; at += 200) {
        await tx
          .insert(agendaDays)
          .values(
            rows
              .slice(at, at + 200)
              .map((row) => ({ ...row, sampled: false, leadHours: null, unmet: 0 })),
          )
          .onConflictDoUpdate({
            target: [agendaDays.agendaId, agendaDays.day],
            set: {
              offered: sql`coalesce(${agendaDays.offered}, excluded.offered)`,
              poolId: sql`coalesce(${agendaDays.poolId}, excluded.pool_id)`,
            },
          })
      }
    },

    /** Agendas of `ids` that were looked at on a day already. */
    async sampled(db: Db, ids: readonly string[], day: LocalDate): Promise<Set<string>> {
      if (ids.length === 0) return new Set()
      const rows = await db
        .select({ id: agendaDays.agendaId })
        .from(agendaDays)
        .where(
          and(
            inArray(agendaDays.agendaId, [...ids]),
            eq(agendaDays.day, day),
            eq(agendaDays.sampled, true),
          ),
        )
      return new Set(rows.map(({ id }) => id))
    },

    /** Writes down how far away the first free slot of an agenda was, once a day. */
    async sampleLead(tx: Db, agendaId: string, day: LocalDate, leadHours: number | null) {
      await tx
        .insert(agendaDays)
        .values({ agendaId, day, offered: null, poolId: null, sampled: true, leadHours, unmet: 0 })
        .onConflictDoUpdate({
          target: [agendaDays.agendaId, agendaDays.day],
          set: { sampled: true, leadHours },
          setWhere: eq(agendaDays.sampled, false),
        })
    },

    /** Counts one more search that ended with nothing free. */
    async addUnmet(tx: Db, agendaId: string, day: LocalDate): Promise<void> {
      await tx
        .insert(agendaDays)
        .values({
          agendaId,
          day,
          offered: null,
          poolId: null,
          sampled: false,
          leadHours: null,
          unmet: 1,
        })
        .onConflictDoUpdate({
          target: [agendaDays.agendaId, agendaDays.day],
          set: { unmet: sql`${agendaDays.unmet} + 1` },
        })
    },

    /** The first of some days on which somebody is still expected, waits or is being served. */
    async firstOpen(db: Db, days: FactDays): Promise<LocalDate | null> {
      const [turno] = await db
        .select({ day: min(turnos.day) })
        .from(turnos)
        .where(and(turnosOf(days), inArray(turnos.status, ['confirmed', 'arrived'])))
      const [arrival] = await db
        .select({ day: min(arrivals.day) })
        .from(arrivals)
        .where(and(arrivalsOf(days), inArray(arrivals.status, ['waiting', 'called', 'parked'])))
      const found = [turno?.day ?? null, arrival?.day ?? null].flatMap((one) => one ?? [])
      return found.sort()[0] ?? null
    },

    /** The agendas of an agency that are in use. */
    async agendaIds(db: Db, agencyId: string): Promise<string[]> {
      const rows = await db
        .select({ id: agendas.id })
        .from(agendas)
        .where(and(eq(agendas.agencyId, agencyId), eq(agendas.active, true)))
        .orderBy(asc(agendas.id))
      return rows.map(({ id }) => id)
    },
  }
}
