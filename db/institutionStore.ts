import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { InstitutionData } from '../src/agencies/institutionData.ts'
import { procedureVersionStore } from './procedureVersionStore.ts'
import type { Tables } from './schema.ts'
import { windowStore } from './windowStore.ts'

/** Writes what an institution is. Ids are made of its own codes, so the same files write the same rows. */
export function institutionStore(tables: Tables) {
  const { institution, provinces, procedures, agencies, pools, agendas } = tables
  const { openingHours, holidays } = tables
  const counters = windowStore(tables)
  const versions = procedureVersionStore(tables)

  async function writeInstitution(tx: Db, data: InstitutionData['institution']) {
    const row = { id: 'institution', ...data }
    await tx
      .insert(institution)
      .values(row)
      .onConflictDoUpdate({ target: institution.id, set: row })
  }

  async function writeProcedures(tx: Db, data: InstitutionData['procedures']) {
    for (const [position, { slug, name, ...details }] of data.entries()) {
      const [before] = await tx.select().from(procedures).where(eq(procedures.id, slug))
      const same =
        before !== undefined &&
        isDeepStrictEqual(before.details, details) &&
        isDeepStrictEqual(before.name, name)
      const version = (before?.version ?? 0) + (same ? 0 : 1)
      const row = { id: slug, slug, name, details, version, position, active: true }
      await tx
        .insert(procedures)
        .values(row)
        .onConflictDoUpdate({ target: procedures.id, set: withoutId(row) })
      if (before) await versions.keep(tx, before)
      await versions.keep(tx, row)
    }
  }

  async function writeAgency(tx: Db, data: InstitutionData['agencies'][number]) {
    const { windows, hours, ...rest } = data
    const row = { id: data.code, ...rest, active: true }
    await tx
      .insert(agencies)
      .values(row)
      .onConflictDoUpdate({ target: agencies.id, set: withoutId(row) })
    const pool = { id: data.code, agencyId: data.code, name: 'Ventanillas', seats: windows }
    await tx
      .insert(pools)
      .values({ ...pool, bands: [] })
      .onConflictDoUpdate({ target: pools.id, set: withoutId(pool) })
    await counters.number(tx, data.code, windows)
    await tx
      .delete(openingHours)
      .where(and(eq(openingHours.agencyId, data.code), isNull(openingHours.agendaId)))
    for (const [position, interval] of hours.entries()) {
      await tx.insert(openingHours).values({
        id: `${data.code}-${position + 1}`,
        agencyId: data.code,
        agendaId: null,
        ...interval,
        validFrom: null,
        validTo: null,
      })
    }
  }

  return {
    async write(tx: Db, data: InstitutionData): Promise<void> {
      await writeInstitution(tx, data.institution)
      for (const province of data.provinces) {
        await tx
          .insert(provinces)
          .values(province)
          .onConflictDoUpdate({ target: provinces.code, set: province })
      }
      await writeProcedures(tx, data.procedures)
      for (const agency of data.agencies) await writeAgency(tx, agency)
      for (const { agency, procedure, slotMinutes, release } of data.agendas) {
        const row = {
          id: `${agency}--${procedure}`,
          agencyId: agency,
          poolId: agency,
          procedureId: procedure,
          slotMinutes,
          release,
          active: true,
        }
        await tx
          .insert(agendas)
          .values(row)
          .onConflictDoUpdate({ target: agendas.id, set: withoutWindows(row) })
      }
      for (const { date, name, scope, provinceCode = null, canton = null } of data.holidays) {
        const id = [date, scope, provinceCode, canton, name.es]
          .filter((part) => part !== null)
          .join(' ')
        const row = { id, date, name, scope, provinceCode, canton }
        await tx
          .insert(holidays)
          .values(row)
          .onConflictDoUpdate({ target: holidays.id, set: withoutId(row) })
      }
    },

    /** Whether nothing was imported yet. */
    async isEmpty(db: Db): Promise<boolean> {
      const [row] = await db.select({ one: sql<number>`1` }).from(institution).limit(1)
      return row === undefined
    },
  }
}

/**
 * A row without its id, for an update. Set to what it is already, an id would still have SQLite look
 * for turnos, drafts and arrivals that belong to another one, through whole tables.
 */
export function withoutId<Row extends { id: string }>({ id: _, ...columns }: Row): Omit<Row, 'id'> {
  return columns
}

/** An agenda's row for an update: from which windows it draws is set on the pages of the administration. */
function withoutWindows<Row extends { id: string; poolId: string }>(row: Row) {
  const { poolId: _, ...columns } = withoutId(row)
  return columns
}
