import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type CertificateRow = Tables['certificates']['$inferSelect']

/** The issued certificates and the rows that number them. */
export function certificateStore({ certificates, certificateCounters }: Tables) {
  return {
    /**
     * The next number of a province's year. The counter's row stays locked until the transaction ends,
     * and an undone one gives its number back: none is skipped, none is given twice.
     */
    async nextNumber(tx: Db, provinceCode: string, year: number): Promise<number> {
      const [row] = await tx
        .insert(certificateCounters)
        .values({ provinceCode, year, last: 1 })
        .onConflictDoUpdate({
          target: [certificateCounters.provinceCode, certificateCounters.year],
          set: { last: sql`${certificateCounters.last} + 1` },
        })
        .returning({ last: certificateCounters.last })
      if (!row) throw new Error('An upsert gave no row')
      return row.last
    },

    async add(tx: Db, row: CertificateRow): Promise<void> {
      await tx.insert(certificates).values(row)
    },

    async find(db: Db, id: string): Promise<CertificateRow | null> {
      const [row] = await db.select().from(certificates).where(eq(certificates.id, id))
      return row ?? null
    },

    async findByCode(db: Db, codeKey: string): Promise<CertificateRow | null> {
      const [row] = await db.select().from(certificates).where(eq(certificates.codeKey, codeKey))
      return row ?? null
    },

    /** Annuls a certificate; false when it was annulled already. */
    async annul(tx: Db, id: string, at: Instant): Promise<boolean> {
      const annulled = await tx
        .update(certificates)
        .set({ annulledAt: at })
        .where(and(eq(certificates.id, id), isNull(certificates.annulledAt)))
        .returning({ id: certificates.id })
      return annulled.length === 1
    },
  }
}
