import { and, asc, between, eq, inArray, isNotNull, isNull, min, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant, LocalDate } from '../src/clock.ts'
import { all, type Figures, noFigures } from '../src/figures/figures.ts'
import { everSince, type Span } from '../src/figures/spans.ts'
import type { Tables } from './schema.ts'

export type FigureRow = Tables['figures']['$inferSelect']
export type FigureKey = Pick<FigureRow, 'agencyId' | 'procedureId' | 'span' | 'from'>

/** Which rows of the figures; a list of one may be `*`. Without a list: each, but not their sum. */
export type FigureQuery = {
  span: Span
  from: LocalDate
  to: LocalDate
  agencyIds: readonly string[] | null
  procedureIds: readonly string[] | null
}

const rowsAtOnce = 100

/** The figures of days that are over, and of weeks and months as their sums. */
export function figureStore({ figures, closedDays, turnos, arrivals }: Tables) {
  const key = [figures.agencyId, figures.procedureId, figures.span, figures.from]
  const given = (name: string) => sql`excluded.${sql.identifier(name)}`
  const allGiven = {
    offered: given('offered'),
    booked: given('booked'),
    cancelled: given('cancelled'),
    moved: given('moved'),
    noShow: given('no_show'),
    served: given('served'),
    walkIns: given('walk_ins'),
    unmet: given('unmet'),
    outcomes: given('outcomes'),
    missing: given('missing'),
    waits: given('waits'),
    leads: given('leads'),
  }

  return {
    /** Keeps everybody else from adding to the figures until the transaction ends. */
    async lock(tx: Db): Promise<void> {
      const total: FigureKey = { agencyId: all, procedureId: all, span: 'ever', from: everSince }
      await tx
        .insert(figures)
        .values({ ...total, ...noFigures() })
        .onConflictDoUpdate({ target: key, set: { booked: sql`${figures.booked}` } })
    },

    /** The rows asked for, by their time, then agency and procedure. */
    async rows(db: Db, query: FigureQuery): Promise<FigureRow[]> {
      const { span, from, to, agencyIds, procedureIds } = query
      return db
        .select()
        .from(figures)
        .where(
          and(
            // Every procedure of some agencies is found by the agencies, not by the time.
            procedureIds === null && agencyIds !== null
              ? sql`coalesce(${figures.span}, '') = ${span}`
              : eq(figures.span, span),
            between(figures.from, from, to),
            agencyIds === null
              ? sql`${figures.agencyId} <> ${all}`
              : inArray(figures.agencyId, [...agencyIds]),
            procedureIds === null
              ? sql`${figures.procedureId} <> ${all}`
              : inArray(figures.procedureId, [...procedureIds]),
          ),
        )
        .orderBy(asc(figures.from), asc(figures.agencyId), asc(figures.procedureId))
    },

    /** Everything that is kept of one agency in a span, the sum of its procedures too. */
    async ofAgency(
      db: Db,
      agencyId: string,
      span: Span,
      from: LocalDate,
      to: LocalDate,
    ): Promise<FigureRow[]> {
      return db
        .select()
        .from(figures)
        .where(
          and(
            eq(figures.agencyId, agencyId),
            eq(figures.span, span),
            between(figures.from, from, to),
          ),
        )
        .orderBy(asc(figures.from), asc(figures.procedureId))
    },

    async put(tx: Db, rows: readonly (FigureKey & Figures)[]): Promise<void> {
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        await tx
          .insert(figures)
          .values(rows.slice(at, at + rowsAtOnce))
          .onConflictDoUpdate({ target: key, set: allGiven })
      }
    },

    /** The first day of an agency that there is anything to count on; null where there is none. */
    async firstDay(db: Db, agencyId: string): Promise<LocalDate | null> {
      const [booked] = await db
        .select({ day: min(turnos.day) })
        .from(turnos)
        .where(eq(turnos.agencyId, agencyId))
      const [came] = await db
        .select({ day: min(arrivals.day) })
        .from(arrivals)
        .where(eq(arrivals.agencyId, agencyId))
      const days = [booked?.day ?? null, came?.day ?? null].flatMap((day) => day ?? [])
      return days.sort()[0] ?? null
    },

    /** The last day of an agency that was counted; null before the first. */
    async lastCounted(db: Db, agencyId: string): Promise<LocalDate | null> {
      const [row] = await db
        .select({ day: sql<string | null>`max(${closedDays.day})` })
        .from(closedDays)
        .where(and(eq(closedDays.agencyId, agencyId), isNotNull(closedDays.countedAt)))
      return row?.day ?? null
    },

    /** Counted days of which a fact changed since. */
    async staleDays(db: Db, most: number): Promise<{ agencyId: string; day: LocalDate }[]> {
      return db
        .select({ agencyId: closedDays.agencyId, day: closedDays.day })
        .from(closedDays)
        .where(and(eq(closedDays.stale, true), isNotNull(closedDays.countedAt)))
        .orderBy(asc(closedDays.agencyId), asc(closedDays.day))
        .limit(most)
    },

    /**
     * Says that a fact of an agency's day changed, in the transaction of that fact. It waits for who is
     * counting that day, so the day is counted again after it, or with it.
     */
    async markStale(tx: Db, agencyId: string, day: LocalDate): Promise<void> {
      await tx
        .insert(closedDays)
        .values({ agencyId, day, countedAt: null, offeredAt: null, stale: true })
        .onConflictDoUpdate({
          target: [closedDays.agencyId, closedDays.day],
          set: { stale: true },
        })
    },

    /**
     * Takes the rows of days that are about to be counted, so that later changes of their facts wait.
     * Answers on which of them it is yet to be written down what they offered.
     */
    async markCounted(
      tx: Db,
      agencyId: string,
      days: readonly LocalDate[],
      now: Instant,
    ): Promise<LocalDate[]> {
      const ofDays = and(eq(closedDays.agencyId, agencyId), inArray(closedDays.day, [...days]))
      await tx
        .insert(closedDays)
        .values(
          [...days]
            .sort()
            .map((day) => ({ agencyId, day, countedAt: now, offeredAt: null, stale: false })),
        )
        .onConflictDoUpdate({
          target: [closedDays.agencyId, closedDays.day],
          set: { countedAt: now, stale: false },
        })
      const rows = await tx
        .select({ day: closedDays.day })
        .from(closedDays)
        .where(and(ofDays, isNull(closedDays.offeredAt)))
        .orderBy(asc(closedDays.day))
      await tx
        .update(closedDays)
        .set({ offeredAt: now })
        .where(and(ofDays, isNull(closedDays.offeredAt)))
      return rows.map(({ day }) => day)
    },

    /** Forgets all figures, so that every day is counted again. What was written down on the days stays. */
    async forget(tx: Db): Promise<void> {
      await tx.update(closedDays).set({ countedAt: null })
      await tx.delete(figures)
    },
  }
}
