import {
  and,
  asc,
  between,
  count,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  max,
  ne,
  or,
  sql,
} from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Change } from '../src/agencies/change/change.ts'
import type { TakenSeat } from '../src/agencies/change/fit.ts'
import type { AgencyRules, HolidaySetting, HoursSetting } from '../src/agencies/change/rules.ts'
import { countsAt } from '../src/agencies/change/rules.ts'
import { startOfDay } from '../src/calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

/** A seat taken, with what is told of a turno that has one. */
export type TakenRow = TakenSeat & { poolId: string; day: LocalDate; reference: string | null }

/** More pools than this are not put into one statement. */
const mostAtOnce = 500

/** The rules of hours and capacity as an admin changes them: read whole, written record by record. */
export function calendarStore(tables: Tables) {
  const { agencies, pools, agendas, openingHours, dayExceptions, closures, holidays } = tables
  const { seats, turnos, drafts, relocations } = tables

  const agencyColumns = {
    id: agencies.id,
    zone: agencies.zone,
    active: agencies.active,
    provinceCode: agencies.provinceCode,
    canton: agencies.canton,
  }

  async function holidaysFrom(db: Db, from: LocalDate): Promise<HolidaySetting[]> {
    return db
      .select()
      .from(holidays)
      .where(gte(holidays.date, from))
      .orderBy(asc(holidays.date), asc(holidays.scope), asc(holidays.id))
  }

  return {
    /** Where every agency lies: what decides which rest days count there. */
    async places(db: Db): Promise<AgencyRules['agency'][]> {
      return db.select(agencyColumns).from(agencies).orderBy(asc(agencies.id))
    },

    /**
     * The rules of these agencies, in order of their ids, agendas out of use included; of exceptions,
     * closures and rest days only those that matter from `from` on.
     */
    async rules(db: Db, ids: readonly string[], from: LocalDate): Promise<AgencyRules[]> {
      if (ids.length === 0) return []
      const one = [...ids]
      const places = await db
        .select(agencyColumns)
        .from(agencies)
        .where(inArray(agencies.id, one))
        .orderBy(asc(agencies.id))
      const poolRows = await db
        .select()
        .from(pools)
        .where(inArray(pools.agencyId, one))
        .orderBy(asc(pools.name), asc(pools.id))
      const agendaRows = await db
        .select()
        .from(agendas)
        .where(inArray(agendas.agencyId, one))
        .orderBy(asc(agendas.id))
      const hourRows = await db
        .select()
        .from(openingHours)
        .where(inArray(openingHours.agencyId, one))
        .orderBy(asc(openingHours.weekday), asc(openingHours.from), asc(openingHours.id))
      const exceptionRows = await db
        .select()
        .from(dayExceptions)
        .where(and(inArray(dayExceptions.agencyId, one), gte(dayExceptions.date, from)))
        .orderBy(asc(dayExceptions.date))
      const closureRows = await db
        .select()
        .from(closures)
        .where(
          and(
            inArray(closures.agencyId, one),
            gt(closures.to, startOfDay(from, 'Pacific/Kiritimati')),
          ),
        )
        .orderBy(asc(closures.from), asc(closures.id))
      const restDays = await holidaysFrom(db, from)
      const byAgency = <Row extends { agencyId: string }>(rows: Row[]) => {
        const groups = new Map<string, Row[]>()
        for (const row of rows) {
          const group = groups.get(row.agencyId) ?? []
          group.push(row)
          groups.set(row.agencyId, group)
        }
        return (id: string) => groups.get(id) ?? []
      }
      const of = {
        pools: byAgency(poolRows),
        agendas: byAgency(agendaRows),
        hours: byAgency(hourRows),
        exceptions: byAgency(exceptionRows),
        closures: byAgency(closureRows),
      }
      return places.map((agency) => ({
        agency,
        pools: of.pools(agency.id).map(({ agencyId: _, ...pool }) => pool),
        agendas: of.agendas(agency.id).map(({ agencyId: _, ...agenda }) => agenda),
        hours: of.hours(agency.id).map(({ id: _id, agencyId: _, ...row }) => row),
        exceptions: of
          .exceptions(agency.id)
          .map(({ date, intervals, reason }) => ({ date, intervals, reason })),
        closures: of.closures(agency.id).map(({ agencyId: _, ...closure }) => closure),
        holidays: restDays.filter((holiday) => countsAt(holiday, agency)),
      }))
    },

    /** Rest days observed from one day to another, those removed too. */
    async holidays(db: Db, from: LocalDate, to: LocalDate): Promise<HolidaySetting[]> {
      return db
        .select()
        .from(holidays)
        .where(between(holidays.date, from, to))
        .orderBy(asc(holidays.date), asc(holidays.scope), asc(holidays.id))
    },

    async holiday(db: Db, id: string): Promise<HolidaySetting | null> {
      const [row] = await db.select().from(holidays).where(eq(holidays.id, id))
      return row ?? null
    },

    /** Which agency a closure is of; null where there is no such closure. */
    async agencyOfClosure(db: Db, id: string): Promise<string | null> {
      const [row] = await db
        .select({ agencyId: closures.agencyId })
        .from(closures)
        .where(eq(closures.id, id))
      return row?.agencyId ?? null
    },

    /** Which agency a pool is of; null where there is no such pool. */
    async agencyOfPool(db: Db, id: string): Promise<string | null> {
      const [row] = await db
        .select({ agencyId: pools.agencyId })
        .from(pools)
        .where(eq(pools.id, id))
      return row?.agencyId ?? null
    },

    /** The last day on which each of these pools has a seat taken; those that have none are left out. */
    async lastTaken(db: Db, poolIds: readonly string[]): Promise<Map<string, LocalDate>> {
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
    async taken(
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

    /**
     * The change that would leave things as they are now: what undoes `change` once it is made. Null
     * where its record is not there yet and cannot be taken away again, as with a pool.
     */
    async asItIs(db: Db, change: Change): Promise<Change | null> {
      switch (change.kind) {
        case 'closure': {
          const [row] = await db.select().from(closures).where(eq(closures.id, change.id))
          if (row && row.agencyId !== change.agencyId)
            throw new Error('A closure of another agency')
          return { ...change, to: row ? { from: row.from, to: row.to, reason: row.reason } : null }
        }
        case 'exception': {
          const { agencyId, date } = change
          const [row] = await db
            .select()
            .from(dayExceptions)
            .where(and(eq(dayExceptions.agencyId, agencyId), eq(dayExceptions.date, date)))
          return { ...change, to: row ? { intervals: row.intervals, reason: row.reason } : null }
        }
        case 'hours': {
          const rows = await db
            .select()
            .from(openingHours)
            .where(whoseHours(change.agencyId, change.agendaId))
            .orderBy(asc(openingHours.id))
          const to = rows.map(({ weekday, from, to: until, validFrom, validTo }) => {
            return { weekday, from, to: until, validFrom, validTo }
          })
          return { ...change, to }
        }
        case 'pool': {
          const [row] = await db.select().from(pools).where(eq(pools.id, change.id))
          if (!row) return null
          if (row.agencyId !== change.agencyId) throw new Error('A pool of another agency')
          return { ...change, to: { name: row.name, seats: row.seats, bands: row.bands } }
        }
        case 'agenda': {
          const [row] = await db.select().from(agendas).where(eq(agendas.id, change.id))
          if (!row) return null
          if (row.agencyId !== change.agencyId) throw new Error('An agenda of another agency')
          const { poolId, procedureId, slotMinutes, release, keptSeats, active } = row
          return { ...change, to: { poolId, procedureId, slotMinutes, release, keptSeats, active } }
        }
        case 'agency-use': {
          const [row] = await db
            .select({ active: agencies.active })
            .from(agencies)
            .where(eq(agencies.id, change.agencyId))
          return row ? { ...change, to: row.active } : null
        }
        case 'holidays': {
          const ids = change.to.map(({ id }) => id)
          const rows = await db.select().from(holidays).where(inArray(holidays.id, ids))
          const to = ids.map((id) => {
            const row = rows.find((one) => one.id === id)
            if (!row) return { id, to: null }
            const { id: _, ...value } = row
            return { id, to: value }
          })
          return { ...change, to }
        }
      }
    },

    /** Makes the records what a change says. Whoever writes has locked the days it touches. */
    async write(tx: Db, change: Change): Promise<void> {
      switch (change.kind) {
        case 'closure': {
          const { id, agencyId, to } = change
          if (to === null) await tx.delete(closures).where(eq(closures.id, id))
          else {
            await tx
              .insert(closures)
              .values({ id, agencyId, ...to })
              .onConflictDoUpdate({ target: closures.id, set: to })
          }
          return
        }
        case 'exception': {
          const { agencyId, date, to } = change
          const here = and(eq(dayExceptions.agencyId, agencyId), eq(dayExceptions.date, date))
          if (to === null) await tx.delete(dayExceptions).where(here)
          else {
            await tx
              .insert(dayExceptions)
              .values({ id: `${agencyId} ${date}`, agencyId, date, ...to })
              .onConflictDoUpdate({ target: [dayExceptions.agencyId, dayExceptions.date], set: to })
          }
          return
        }
        case 'hours':
          return writeHours(tx, change.agencyId, change.agendaId, change.to)
        case 'pool': {
          const { id, agencyId, to } = change
          await tx
            .insert(pools)
            .values({ id, agencyId, ...to })
            .onConflictDoUpdate({ target: pools.id, set: to })
          return
        }
        case 'agenda': {
          const { id, agencyId, to } = change
          await tx
            .insert(agendas)
            .values({ id, agencyId, ...to })
            .onConflictDoUpdate({ target: agendas.id, set: to })
          return
        }
        case 'agency-use':
          await tx
            .update(agencies)
            .set({ active: change.to })
            .where(eq(agencies.id, change.agencyId))
          return
        case 'holidays':
          for (const { id, to } of change.to) {
            if (to === null) await tx.delete(holidays).where(eq(holidays.id, id))
            else {
              await tx
                .insert(holidays)
                .values({ id, ...to })
                .onConflictDoUpdate({ target: holidays.id, set: to })
            }
          }
      }
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

  function whoseHours(agencyId: string, agendaId: string | null) {
    const of =
      agendaId === null ? isNull(openingHours.agendaId) : eq(openingHours.agendaId, agendaId)
    return and(eq(openingHours.agencyId, agencyId), of)
  }

  async function writeHours(
    tx: Db,
    agencyId: string,
    agendaId: string | null,
    rows: readonly Omit<HoursSetting, 'agendaId'>[],
  ) {
    await tx.delete(openingHours).where(whoseHours(agencyId, agendaId))
    for (const [position, { weekday, from, to, validFrom, validTo }] of rows.entries()) {
      await tx.insert(openingHours).values({
        id: `${agendaId ?? agencyId}-${position + 1}`,
        agencyId,
        agendaId,
        weekday,
        from,
        to,
        validFrom,
        validTo,
      })
    }
  }
}

function inParts(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < ids.length; at += mostAtOnce) parts.push(ids.slice(at, at + mostAtOnce))
  return parts
}

export type CalendarStore = ReturnType<typeof calendarStore>
