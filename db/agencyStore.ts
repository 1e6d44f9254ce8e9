import { and, asc, between, eq, gt, isNull, ne, or } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Agency } from '../src/agencies/agency.ts'
import type { Agenda, AgendaCalendar } from '../src/agencies/agenda.ts'
import type { Procedure } from '../src/agencies/procedure.ts'
import { addDays } from '../src/calendar/dates.ts'
import type { CalendarRules } from '../src/calendar/openingHours.ts'
import { startOfDay } from '../src/calendar/zonedDay.ts'
import type { LocalDate } from '../src/clock.ts'
import { hole, prepared } from './prepared.ts'
import type { Tables } from './schema.ts'

/** The institution's places, what they do and when: what booking reads and an admin sets. */
export function agencyStore(tables: Tables) {
  const { institution, provinces, procedures, agencies, pools, agendas } = tables
  const { procedureVersions } = tables
  const { openingHours, dayExceptions, closures, holidays } = tables

  const agencyColumns = {
    id: agencies.id,
    code: agencies.code,
    name: agencies.name,
    kind: agencies.kind,
    canton: agencies.canton,
    address: agencies.address,
    zone: agencies.zone,
    phone: agencies.phone,
    demonstration: agencies.demonstration,
  }
  const provinceColumns = { code: provinces.code, name: provinces.name }
  const procedureColumns = {
    id: procedures.id,
    slug: procedures.slug,
    name: procedures.name,
    details: procedures.details,
    version: procedures.version,
  }
  const agendaColumns = {
    id: agendas.id,
    poolId: agendas.poolId,
    procedureId: agendas.procedureId,
    slotMinutes: agendas.slotMinutes,
    release: agendas.release,
    keptSeats: agendas.keptSeats,
    seats: pools.seats,
    bands: pools.bands,
  }

  function selectAgendas(db: Db) {
    return db
      .select({ agenda: agendaColumns, agency: agencyColumns, province: provinceColumns })
      .from(agendas)
      .innerJoin(pools, eq(pools.id, agendas.poolId))
      .innerJoin(agencies, eq(agencies.id, agendas.agencyId))
      .innerJoin(provinces, eq(provinces.code, agencies.provinceCode))
  }

  const theInstitution = prepared('institution', (db) => db.select().from(institution))
  const procedureById = prepared('procedures_by_id', (db) =>
    db
      .select(procedureColumns)
      .from(procedures)
      .where(eq(procedures.id, hole('id'))),
  )
  const procedureAtVersion = prepared('procedure_versions_at', (db) =>
    db
      .select({ name: procedureVersions.name, details: procedureVersions.details })
      .from(procedureVersions)
      .where(
        and(
          eq(procedureVersions.procedureId, hole('id')),
          eq(procedureVersions.version, hole('version')),
        ),
      ),
  )
  const agendaById = prepared('agendas_by_id', (db) =>
    selectAgendas(db).where(
      and(eq(agendas.id, hole('id')), eq(agendas.active, true), eq(agencies.active, true)),
    ),
  )
  const hoursOf = prepared('opening_hours_of', (db) =>
    db
      .select()
      .from(openingHours)
      .where(
        and(
          eq(openingHours.agencyId, hole('agencyId')),
          or(isNull(openingHours.agendaId), eq(openingHours.agendaId, hole('agendaId'))),
        ),
      ),
  )
  const exceptionsBetween = prepared('day_exceptions_between', (db) =>
    db
      .select()
      .from(dayExceptions)
      .where(
        and(
          eq(dayExceptions.agencyId, hole('agencyId')),
          between(dayExceptions.date, hole('from'), hole('to')),
        ),
      ),
  )
  const closuresAfter = prepared('closures_after', (db) =>
    db
      .select()
      .from(closures)
      .where(and(eq(closures.agencyId, hole('agencyId')), gt(closures.to, hole('after'))))
      .orderBy(asc(closures.from), asc(closures.id)),
  )
  const holidaysBetween = prepared('holidays_between', (db) =>
    db
      .select()
      .from(holidays)
      .where(and(between(holidays.date, hole('from'), hole('to')), ne(holidays.state, 'removed')))
      .orderBy(asc(holidays.date), asc(holidays.scope), asc(holidays.id)),
  )

  return {
    async institution(db: Db) {
      const [row] = await theInstitution(db).execute()
      return row ?? null
    },

    async provinces(db: Db) {
      return db.select().from(provinces).orderBy(asc(provinces.code))
    },

    /** Procedures that can be booked, in the order the institution gave them. */
    async procedures(db: Db): Promise<Procedure[]> {
      return db
        .select(procedureColumns)
        .from(procedures)
        .where(eq(procedures.active, true))
        .orderBy(asc(procedures.position), asc(procedures.id))
    },

    async procedure(db: Db, id: string): Promise<Procedure | null> {
      const [row] = await procedureById(db).execute({ id })
      return row ?? null
    },

    /**
     * A procedure as it was at a version: what a turno was booked under. One whose version was never
     * kept, which is older than keeping them, is answered as it is now.
     */
    async procedureAt(db: Db, id: string, version: number): Promise<Procedure | null> {
      const [now] = await procedureById(db).execute({ id })
      if (!now || now.version === version) return now ?? null
      const [then] = await procedureAtVersion(db).execute({ id, version })
      return then ? { ...now, name: then.name, details: then.details, version } : now
    },

    async agency(db: Db, id: string): Promise<Agency | null> {
      const [row] = await db
        .select({ agency: agencyColumns, province: provinceColumns })
        .from(agencies)
        .innerJoin(provinces, eq(provinces.code, agencies.provinceCode))
        .where(eq(agencies.id, id))
      return row ? { ...row.agency, province: row.province } : null
    },

    /** The agency of an agenda, in use or not; null where there is no such agenda. */
    async agencyOfAgenda(db: Db, agendaId: string): Promise<Agency | null> {
      const [row] = await selectAgendas(db).where(eq(agendas.id, agendaId))
      return row ? { ...row.agency, province: row.province } : null
    },

    /** Every agency's id and zone, those out of use too. */
    async agencyZones(db: Db): Promise<Pick<Agency, 'id' | 'zone'>[]> {
      return db
        .select({ id: agencies.id, zone: agencies.zone })
        .from(agencies)
        .orderBy(asc(agencies.id))
    },

    /** The agendas of a procedure at agencies that are active. */
    async agendas(db: Db, procedureId: string): Promise<Agenda[]> {
      const rows = await selectAgendas(db)
        .where(
          and(
            eq(agendas.procedureId, procedureId),
            eq(agendas.active, true),
            eq(agencies.active, true),
          ),
        )
        .orderBy(asc(agencies.name), asc(agendas.id))
      return rows.map(agendaOf)
    },

    /** One agenda, or null when it does not exist or is not served any more. */
    async agenda(db: Db, id: string): Promise<Agenda | null> {
      const [row] = await agendaById(db).execute({ id })
      return row ? agendaOf(row) : null
    },

    /** Closes an agency for a span. Whoever closes first locks the days of its pools. */
    async close(tx: Db, closure: Tables['closures']['$inferInsert']): Promise<void> {
      await tx.insert(closures).values(closure)
    },

    /** Sets how many seats a pool has from now on; those taken stay taken. */
    async setSeats(tx: Db, poolId: string, seats: number): Promise<void> {
      await tx.update(pools).set({ seats }).where(eq(pools.id, poolId))
    },

    /** What decides an agenda's hours from one of its agency's days to another, both included. */
    async calendar(
      db: Db,
      agenda: Agenda,
      from: LocalDate,
      to: LocalDate,
    ): Promise<AgendaCalendar> {
      const { agency } = agenda
      const hours = await hoursOf(db).execute({ agencyId: agency.id, agendaId: agenda.id })
      const exceptions = await exceptionsBetween(db).execute({ agencyId: agency.id, from, to })
      const closed = await closuresAfter(db).execute({
        agencyId: agency.id,
        after: startOfDay(from, agency.zone),
      })
      const restDays = await holidaysBetween(db).execute({ from, to })
      const end = startOfDay(addDays(to, 1), agency.zone)
      return {
        zone: agency.zone,
        weekly: hours,
        exceptions,
        restDays: restDays.filter(
          (day) =>
            day.scope === 'national' ||
            (day.scope === 'province' && day.provinceCode === agency.province.code) ||
            (day.scope === 'canton' &&
              day.canton === agency.canton &&
              day.provinceCode === agency.province.code),
        ),
        closures: closed.filter((closure) => closure.from < end),
      } satisfies CalendarRules
    },
  }
}

type AgendaRow = {
  agenda: Omit<Agenda, 'agency'>
  agency: Omit<Agency, 'province'>
  province: Agency['province']
}

function agendaOf({ agenda, agency, province }: AgendaRow): Agenda {
  return { ...agenda, agency: { ...agency, province } }
}
