import { and, asc, between, eq, gt, gte, inArray } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { AgencyRules, HolidaySetting } from '../src/agencies/change/rules.ts'
import { countsAt } from '../src/agencies/change/rules.ts'
import { startOfDay } from '../src/calendar/zonedDay.ts'
import type { LocalDate } from '../src/clock.ts'
import type { Tables } from './schema.ts'

/** The rules of hours and capacity, as an admin sees them before a change. */
export function calendarStore(tables: Tables) {
  const { agencies, pools, agendas, openingHours, dayExceptions, closures, holidays } = tables

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
  }
}
