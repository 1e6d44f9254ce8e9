import {
  and,
  asc,
  between,
  count,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  max,
  ne,
  or,
  sql,
} from 'drizzle-orm'
import type { Db } from '#dialect'
import type { TakenSeat } from '../src/agencies/change/fit.ts'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

/** A seat taken, with what is told of a turno that has one. */
export type TakenRow = TakenSeat & { poolId: string; day: LocalDate; reference: string | null }

/** More pools than this are not put into one statement. */
const mostAtOnce = 500

/** What is taken already: what a change of hours or capacity has to reckon with. */
export function takenStore(tables: Tables) {
  const { pools, seats, turnos, drafts, relocations } = tables

  return {
    /** The last day on which each of these pools has a seat taken; those that have none are left out. */
    async lastDays(db: Db, poolIds: readonly string[]): Promise<Map<string, LocalDate>> {
      const last = new Map<string, LocalDate>()
      for (const ids of inParts(poolIds)) {
        // One look into the index for each pool, however many seats it ever had.
        const ofPool = db
          .select({ day: max(seats.day) })
          .from(seats)
          .where(eq(seats.poolId, pools.id))
        const rows = await db
          .select({ id: pools.id, day: sql<LocalDate | null>`(${ofPool})` })
          .from(pools)
          .where(inArray(pools.id, ids))
        for (const { id, day } of rows) if (day !== null) last.set(id, day)
      }
      return last
    },

    /**
     * The seats that pools have taken from one day to another: turnos, and holds live at `now`. Those of
     * a pool come by their start, then by their number.
     */
    async seats(
      db: Db,
      poolIds: readonly string[],
      from: LocalDate,
      to: LocalDate,
      now: Instant,
    ): Promise<TakenRow[]> {
      const all: TakenRow[] = []
      for (const ids of inParts(poolIds)) all.push(...(await takenIn(db, ids, from, to, now)))
      return all
    },

    /** How many turnos each agenda had on each day, those cancelled left out. */
    async booked(db: Db, agencyIds: readonly string[], from: LocalDate, to: LocalDate) {
      if (agencyIds.length === 0) return []
      return db
        .select({ agendaId: turnos.agendaId, day: turnos.day, number: count() })
        .from(turnos)
        .where(
          and(
            inArray(turnos.agencyId, [...agencyIds]),
            between(turnos.day, from, to),
            ne(turnos.status, 'cancelled'),
          ),
        )
        .groupBy(turnos.agendaId, turnos.day)
    },

    /** Ends these holds. Their days must be locked. */
    async endHolds(tx: Db, draftIds: readonly string[]): Promise<void> {
      if (draftIds.length === 0) return
      const ids = [...draftIds]
      await tx.delete(seats).where(and(inArray(seats.draftId, ids), isNotNull(seats.expiresAt)))
      await tx.update(drafts).set({ heldUntil: null }).where(inArray(drafts.id, ids))
    },
  }

  async function takenIn(
    db: Db,
    poolIds: string[],
    from: LocalDate,
    to: LocalDate,
    now: Instant,
  ): Promise<TakenRow[]> {
    const rows = await db
      .select({
        poolId: seats.poolId,
        day: seats.day,
        startAt: seats.startAt,
        endAt: seats.endAt,
        expiresAt: seats.expiresAt,
        turnoId: seats.turnoId,
        draftId: seats.draftId,
        reference: turnos.reference,
        status: turnos.status,
        createdAt: turnos.createdAt,
        turnoAgenda: turnos.agendaId,
        draftAgenda: drafts.agendaId,
        proposedAgenda: relocations.toAgendaId,
      })
      .from(seats)
      .leftJoin(turnos, eq(turnos.id, seats.turnoId))
      .leftJoin(drafts, eq(drafts.id, seats.draftId))
      .leftJoin(relocations, eq(relocations.id, seats.draftId))
      .where(
        and(
          inArray(seats.poolId, poolIds),
          between(seats.day, from, to),
          or(isNull(seats.expiresAt), gt(seats.expiresAt, now)),
        ),
      )
      .orderBy(asc(seats.startAt), asc(seats.poolId), asc(seats.seatNo))
    return rows.map((row) => ({
      id: row.turnoId ?? row.draftId ?? '',
      kind: row.turnoId === null ? 'hold' : 'turno',
      agendaId: row.turnoAgenda ?? row.draftAgenda ?? row.proposedAgenda ?? '',
      poolId: row.poolId,
      day: row.day,
      startAt: row.startAt,
      endAt: row.endAt,
      since: row.createdAt ?? row.expiresAt ?? '',
      fixed: row.turnoId !== null && (row.status !== 'confirmed' || row.startAt <= now),
      reference: row.reference,
    }))
  }
}

function inParts(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < ids.length; at += mostAtOnce) parts.push(ids.slice(at, at + mostAtOnce))
  return parts
}
