import { and, desc, eq, gt, gte, lt, or, type SQL } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { AuditRow } from './auditStore.ts'
import type { Tables } from './schema.ts'

/** Where a page of the record goes on: behind this row. */
export type AuditPlace = Pick<AuditRow, 'at' | 'chain' | 'number'>

export type AuditQuery = {
  actor: string | null
  action: string | null
  subject: string | null
  agencyId: string | null
  /** From one instant up to, not including, another. */
  from: Instant | null
  to: Instant | null
  after: AuditPlace | null
  limit: number
}

/** The record as it is read: the newest first, without the heads of its chains. */
export function auditListStore({ audit }: Tables) {
  return {
    async list(db: Db, query: AuditQuery): Promise<AuditRow[]> {
      const { actor, action, subject, agencyId, from, to, after, limit } = query
      const conditions: (SQL | undefined | null)[] = [
        gt(audit.number, 0),
        actor === null ? null : eq(audit.actor, actor),
        action === null ? null : eq(audit.action, action),
        subject === null ? null : eq(audit.subject, subject),
        agencyId === null ? null : eq(audit.agencyId, agencyId),
        from === null ? null : gte(audit.at, from),
        to === null ? null : lt(audit.at, to),
        after &&
          or(
            lt(audit.at, after.at),
            and(eq(audit.at, after.at), lt(audit.chain, after.chain)),
            and(
              eq(audit.at, after.at),
              eq(audit.chain, after.chain),
              lt(audit.number, after.number),
            ),
          ),
      ]
      return db
        .select()
        .from(audit)
        .where(and(...conditions.flatMap((one) => one ?? [])))
        .orderBy(desc(audit.at), desc(audit.chain), desc(audit.number))
        .limit(limit)
    },
  }
}
