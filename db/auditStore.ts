import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Tables } from './schema.ts'

export type AuditRow = Tables['audit']['$inferSelect']

/** Row 0 of every chain is its head: it says how long the chain is, and whoever appends locks it. */
const headNumber = 0

/** What was done: rows that are only ever added, numbered from 1 in each chain, behind a head. */
export function auditStore({ audit }: Tables) {
  const headOf = (chain: string) => and(eq(audit.chain, chain), eq(audit.number, headNumber))
  return {
    /** The head of a chain, made by `first` where there is none; locked until the transaction ends. */
    async lockHead(tx: Db, chain: string, first: Omit<AuditRow, 'chain' | 'number'>) {
      const [row] = await tx
        .insert(audit)
        .values({ ...first, chain, number: headNumber })
        .onConflictDoUpdate({
          target: [audit.chain, audit.number],
          set: { action: first.action },
        })
        .returning()
      if (!row) throw new Error('The head of a chain was neither added nor found')
      return row
    },

    async moveHead(tx: Db, chain: string, to: Pick<AuditRow, 'at' | 'detail' | 'seal'>) {
      await tx.update(audit).set(to).where(headOf(chain))
    },

    async append(tx: Db, row: AuditRow): Promise<void> {
      await tx.insert(audit).values(row)
    },

    async head(db: Db, chain: string): Promise<AuditRow | null> {
      const [row] = await db.select().from(audit).where(headOf(chain))
      return row ?? null
    },

    /** Every chain there is a row of, also where its head is gone. */
    async chains(db: Db): Promise<string[]> {
      const rows = await db
        .selectDistinct({ chain: audit.chain })
        .from(audit)
        .orderBy(asc(audit.chain))
      return rows.map(({ chain }) => chain)
    },

    /** Rows of a chain behind number `after`, in order. */
    async rows(db: Db, chain: string, after: number, limit: number): Promise<AuditRow[]> {
      return db
        .select()
        .from(audit)
        .where(and(eq(audit.chain, chain), gt(audit.number, after)))
        .orderBy(asc(audit.number))
        .limit(limit)
    },

    /** The newest rows of a chain that are of these actions. */
    async newest(
      db: Db,
      chain: string,
      actions: readonly string[],
      limit: number,
    ): Promise<AuditRow[]> {
      return db
        .select()
        .from(audit)
        .where(
          and(
            eq(audit.chain, chain),
            inArray(audit.action, [...actions]),
            gt(audit.number, headNumber),
          ),
        )
        .orderBy(desc(audit.number))
        .limit(limit)
    },

    /** One row of a chain; null where there is none. */
    async entry(db: Db, chain: string, number: number): Promise<AuditRow | null> {
      if (number <= headNumber) return null
      const [row] = await db
        .select()
        .from(audit)
        .where(and(eq(audit.chain, chain), eq(audit.number, number)))
      return row ?? null
    },

    /** What was done to one thing, in the order of its chain. */
    async ofSubject(db: Db, subject: string): Promise<AuditRow[]> {
      return db
        .select()
        .from(audit)
        .where(and(eq(audit.subject, subject), gt(audit.number, headNumber)))
        .orderBy(asc(audit.at), asc(audit.chain), asc(audit.number))
    },
  }
}

export type AuditStore = ReturnType<typeof auditStore>
