import type { Db } from '#dialect'
import type { ChangeRow } from '../../db/relocationStore.ts'
import { newId } from '../keys/codes.ts'
import type { RelocationPorts } from './ports.ts'

/** A change of what an agency offers, as the people it touches are told of it. */
export type Cause = Pick<ChangeRow, 'agencyId' | 'kind' | 'source' | 'reason' | 'actor'>

/**
 * Opens a relocation for every turno that a change leaves without its hour, in the transaction of the
 * change itself, which has locked their days. A turno that an earlier change touched already goes over to this one. Answers the
 * change's id; null where it touches nobody who is still to come.
 */
export function openRelocations({ stores, clock, audit }: RelocationPorts) {
  return async (tx: Db, cause: Cause, turnoIds: readonly string[]): Promise<string | null> => {
    const now = clock.now()
    const changeId = newId()
    const touched: string[] = []
    for (const turnoId of [...new Set(turnoIds)].sort()) {
      // Not locked: whoever moves or cancels it waits for its day, which the change holds; and who
      // holds a turno already and waits for a day must not be waited for.
      const turno = await stores.turnos.find(tx, turnoId)
      if (turno?.status !== 'confirmed' || turno.startAt <= now) continue
      if (touched.length === 0) {
        const { agencyId, kind, source, reason, actor } = cause
        await stores.relocations.addChange(tx, {
          ...{ id: changeId, agencyId, kind, source, reason, actor },
          ...{ createdAt: now, sentAt: null },
        })
      }
      touched.push(turnoId)
      const earlier = await stores.relocations.openOf(tx, turnoId)
      if (earlier) {
        await stores.relocations.update(tx, earlier.id, { changeId, dueAt: now })
        continue
      }
      await stores.relocations.add(tx, {
        id: newId(),
        changeId,
        turnoId,
        status: 'open',
        fromStart: turno.startAt,
        fromEnd: turno.endAt,
        fromAgencyId: turno.agencyId,
        proposalNo: 0,
        toAgendaId: null,
        toStart: null,
        createdAt: now,
        sentAt: null,
        sentNo: null,
        answerBy: null,
        remindedAt: null,
        calls: 0,
        calledAt: null,
        reachedAt: null,
        endedAt: null,
        endedBy: null,
        dueAt: now,
      })
    }
    if (touched.length === 0) return null
    await audit.record(tx, {
      actor: cause.actor,
      action: 'relocation-opened',
      subject: `change:${changeId}`,
      agencyId: cause.agencyId,
      detail: { kind: cause.kind, source: cause.source, turnos: touched.length },
    })
    return changeId
  }
}
