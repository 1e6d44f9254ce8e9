import type { Db } from '#dialect'
import type { Tables } from './schema.ts'

type ProcedureRow = Tables['procedures']['$inferSelect']

/** What procedures were at each of their versions. */
export function procedureVersionStore({ procedureVersions }: Tables) {
  return {
    /** Keeps what a procedure is at its version, once and for all. */
    async keep(tx: Db, { id, version, name, details }: ProcedureRow): Promise<void> {
      await tx
        .insert(procedureVersions)
        .values({ procedureId: id, version, name, details })
        .onConflictDoNothing()
    },
  }
}
