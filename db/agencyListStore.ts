import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Tables } from './schema.ts'

/** The agencies as an admin lists them, those out of use too. */
export function agencyListStore({ agencies, agendas, openingHours, pools, provinces }: Tables) {
  return {
    /** Every agency by name: what a list is searched by and shows first. */
    async all(db: Db) {
      return db
        .select({
          id: agencies.id,
          code: agencies.code,
          name: agencies.name,
          kind: agencies.kind,
          canton: agencies.canton,
          active: agencies.active,
          provinceCode: agencies.provinceCode,
          province: provinces.name,
        })
        .from(agencies)
        .innerJoin(provinces, eq(provinces.code, agencies.provinceCode))
        .orderBy(asc(agencies.name), asc(agencies.id))
    },

    async one(db: Db, id: string) {
      const [row] = await db
        .select({ agency: agencies, province: provinces.name })
        .from(agencies)
        .innerJoin(provinces, eq(provinces.code, agencies.provinceCode))
        .where(eq(agencies.id, id))
      return row ? { ...row.agency, province: row.province } : null
    },

    /** Whether an agency has no hours at all, and no agenda in use: nobody can book there then. */
    async lacks(db: Db, id: string): Promise<{ hours: boolean; agendas: boolean }> {
      const hours = await db
        .select({ id: openingHours.id })
        .from(openingHours)
        .where(eq(openingHours.agencyId, id))
        .orderBy(asc(openingHours.id))
        .limit(1)
      const inUse = await db
        .select({ id: agendas.id })
        .from(agendas)
        .where(and(eq(agendas.agencyId, id), eq(agendas.active, true)))
        .orderBy(asc(agendas.id))
        .limit(1)
      return { hours: hours.length === 0, agendas: inUse.length === 0 }
    },

    /** How many windows and agendas in use some agencies have, by agency. */
    async counts(db: Db, ids: readonly string[]) {
      if (ids.length === 0) return new Map<string, { windows: number; agendas: number }>()
      const windows = await db
        .select({ id: pools.agencyId, sum: sql<string>`sum(${pools.seats})` })
        .from(pools)
        .where(inArray(pools.agencyId, [...ids]))
        .groupBy(pools.agencyId)
      const open = await db
        .select({ id: agendas.agencyId, sum: sql<string>`count(*)` })
        .from(agendas)
        .where(sql`${inArray(agendas.agencyId, [...ids])} and ${eq(agendas.active, true)}`)
        .groupBy(agendas.agencyId)
      const sumIn = (rows: { id: string; sum: string }[], id: string) =>
        Number(rows.find((row) => row.id === id)?.sum ?? 0)
      return new Map(
        ids.map((id) => [id, { windows: sumIn(windows, id), agendas: sumIn(open, id) }]),
      )
    },
  }
}
