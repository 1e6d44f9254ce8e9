import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type KioskRow = Tables['kiosks']['$inferSelect']

/** The devices at the agencies' doors that may take people in. */
export function kioskStore({ kiosks }: Tables) {
  return {
    /** Opens a kiosk. The same one opened again has the new secret, and only that. */
    async open(tx: Db, row: Omit<KioskRow, 'closedAt'>): Promise<void> {
      await tx
        .insert(kiosks)
        .values({ ...row, closedAt: null })
        .onConflictDoUpdate({ target: kiosks.id, set: { secretKey: row.secretKey } })
    },

    async find(db: Db, id: string): Promise<KioskRow | null> {
      const [row] = await db.select().from(kiosks).where(eq(kiosks.id, id))
      return row ?? null
    },

    /** The open kiosk of a secret, by its keyed hash. */
    async bySecret(db: Db, secretKey: string): Promise<KioskRow | null> {
      const [row] = await db
        .select()
        .from(kiosks)
        .where(and(eq(kiosks.secretKey, secretKey), isNull(kiosks.closedAt)))
      return row ?? null
    },

    /** The open kiosks of an agency, the oldest first. */
    async openOf(db: Db, agencyId: string): Promise<KioskRow[]> {
      return db
        .select()
        .from(kiosks)
        .where(and(eq(kiosks.agencyId, agencyId), isNull(kiosks.closedAt)))
        .orderBy(asc(kiosks.openedAt), asc(kiosks.id))
    },

    /** Closes an open kiosk for good; false when it was closed already. */
    async close(tx: Db, id: string, at: Instant): Promise<boolean> {
      const closed = await tx
        .update(kiosks)
        .set({ closedAt: at })
        .where(and(eq(kiosks.id, id), isNull(kiosks.closedAt)))
        .returning({ id: kiosks.id })
      return closed.length === 1
    },
  }
}
