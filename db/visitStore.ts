import { asc, desc, eq } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Tables } from './schema.ts'

export type VisitRow = Tables['visits']['$inferSelect']
export type OutcomeRow = Tables['outcomes']['$inferSelect']

/** The visits at the windows and what became of each. */
export function visitStore({ visits, outcomes }: Tables) {
  return {
    /** Starts the visit of a call. False when it has one. */
    async add(tx: Db, row: VisitRow): Promise<boolean> {
      const added = await tx
        .insert(visits)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: visits.id })
      return added.length === 1
    },

    async find(db: Db, id: string): Promise<VisitRow | null> {
      const [row] = await db.select().from(visits).where(eq(visits.id, id))
      return row ?? null
    },

    async ofCall(db: Db, callId: string): Promise<VisitRow | null> {
      const [row] = await db.select().from(visits).where(eq(visits.callId, callId))
      return row ?? null
    },

    /** The visits of somebody who came, the last first: a transfer makes another one. */
    async ofArrival(db: Db, arrivalId: string): Promise<VisitRow[]> {
      return db
        .select()
        .from(visits)
        .where(eq(visits.arrivalId, arrivalId))
        .orderBy(desc(visits.startedAt), desc(visits.id))
    },

    async change(
      tx: Db,
      id: string,
      to: Partial<Pick<VisitRow, 'checks' | 'notes' | 'thirdParty' | 'endedAt'>>,
    ): Promise<void> {
      await tx.update(visits).set(to).where(eq(visits.id, id))
    },

    /** Takes back a visit that was started by mistake; it must have no outcome. */
    async remove(tx: Db, id: string): Promise<void> {
      await tx.delete(visits).where(eq(visits.id, id))
    },

    async addOutcome(tx: Db, row: OutcomeRow): Promise<void> {
      await tx.insert(outcomes).values(row)
    },

    /** What became of a visit, the first word first; the last counts. */
    async outcomes(db: Db, visitId: string): Promise<OutcomeRow[]> {
      return db
        .select()
        .from(outcomes)
        .where(eq(outcomes.visitId, visitId))
        .orderBy(asc(outcomes.number))
    },
  }
}
