import type { RelocationPorts } from './ports.ts'

/** What a call came to where it changed no hour: nobody answered, or they were told and will see. */
export type CallOutcome = 'no-answer' | 'told'

/**
 * Notes a call to somebody; whoever was told leaves the list of those to be called. `seen` is how many
 * calls there were before it, so that the same form sent twice is one call.
 */
export function noteCall({ database, stores, clock, audit }: RelocationPorts) {
  return (id: string, outcome: CallOutcome, seen: number, by: string): Promise<boolean> =>
    database.transaction(async (tx) => {
      const known = await stores.relocations.find(tx, id)
      if (!known) return false
      await stores.turnos.lock(tx, known.turnoId)
      const relocation = await stores.relocations.find(tx, id)
      if (!relocation) return false
      const now = clock.now()
      if (relocation.calls !== seen) return true
      await stores.relocations.update(tx, id, {
        calls: relocation.calls + 1,
        calledAt: now,
        reachedAt: outcome === 'told' ? (relocation.reachedAt ?? now) : relocation.reachedAt,
      })
      await audit.record(tx, {
        actor: by,
        action: `relocation-call-${outcome}`,
        subject: `turno:${relocation.turnoId}`,
        agencyId: relocation.fromAgencyId,
        detail: { change: relocation.changeId },
      })
      return true
    })
}
