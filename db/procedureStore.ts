import { asc, desc, eq, max, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { ProcedureDetails } from '../src/agencies/procedure.ts'
import type { Localized } from '../src/language.ts'
import { withoutId } from './institutionStore.ts'
import { procedureVersionStore } from './procedureVersionStore.ts'
import type { Tables } from './schema.ts'

export type ProcedureRow = Tables['procedures']['$inferSelect']

/** Procedures as an admin sets them, those out of use too. */
export function procedureStore(tables: Tables) {
  const { agendas, procedures, procedureVersions, turnos } = tables
  const versions = procedureVersionStore(tables)

  return {
    async all(db: Db): Promise<ProcedureRow[]> {
      return db.select().from(procedures).orderBy(asc(procedures.position), asc(procedures.id))
    },

    async one(db: Db, id: string): Promise<ProcedureRow | null> {
      const [row] = await db.select().from(procedures).where(eq(procedures.id, id))
      return row ?? null
    },

    /** How many agendas in use each procedure has. */
    async agendas(db: Db): Promise<Map<string, number>> {
      const rows = await db
        .select({ id: agendas.procedureId, number: sql<string>`count(*)` })
        .from(agendas)
        .where(eq(agendas.active, true))
        .groupBy(agendas.procedureId)
      return new Map(rows.map(({ id, number }) => [id, Number(number)]))
    },

    /** How many turnos of a procedure have not been served yet. */
    async ahead(db: Db, id: string): Promise<number> {
      const [row] = await db
        .select({ number: sql<string>`count(*)` })
        .from(turnos)
        // In the very words of the index of live turnos, so that it is used.
        .where(sql`${eq(turnos.procedureId, id)} and status in ('confirmed', 'arrived')`)
      return Number(row?.number ?? 0)
    },

    /** The versions that are kept of a procedure, the newest first. */
    async versions(db: Db, id: string): Promise<number[]> {
      const rows = await db
        .select({ version: procedureVersions.version })
        .from(procedureVersions)
        .where(eq(procedureVersions.procedureId, id))
        .orderBy(desc(procedureVersions.version))
      return rows.map(({ version }) => version)
    },

    /** Adds a procedure behind the others, at its first version. False where its address is taken. */
    async add(
      tx: Db,
      id: string,
      value: { name: Localized; details: ProcedureDetails; active: boolean },
    ): Promise<boolean> {
      const [last] = await tx.select({ position: max(procedures.position) }).from(procedures)
      const row = { id, slug: id, ...value, version: 1, position: (last?.position ?? -1) + 1 }
      const added = await tx
        .insert(procedures)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: procedures.id })
      if (added.length === 0) return false
      await versions.keep(tx, row)
      return true
    },

    /** Reads a procedure and keeps others from changing it until the transaction ends. */
    async lock(tx: Db, id: string): Promise<ProcedureRow | null> {
      const [row] = await tx
        .update(procedures)
        .set({ slug: sql`${procedures.slug}` })
        .where(eq(procedures.id, id))
        .returning()
      return row ?? null
    },

    /** Makes a procedure what a row says; what it was stays under the version it had. */
    async change(tx: Db, before: ProcedureRow, after: ProcedureRow): Promise<void> {
      await versions.keep(tx, before)
      await tx.update(procedures).set(withoutId(after)).where(eq(procedures.id, after.id))
      await versions.keep(tx, after)
    },
  }
}
