import type { Db } from '#dialect'
import { later } from '../clock.ts'
import { freeSeatsOf } from './cancel.ts'
import type { TurnoPorts } from './turnos.ts'

export type FreeResult =
  /** Freed now, or by an earlier click: the answer is the same. */
  | { ok: true }
  /** Nothing to free; or its person stands at an agency, or was there. */
  | { ok: false; reason: 'unknown' | 'not-now' }

/** Who frees a document, and what is written in the same transaction. */
export type FreedBy = { actor: string; also(tx: Db): Promise<unknown> }

/**
 * Ends the turno that keeps a document from its holder, who has shown the original at an agency. Its seat
 * is free with this very transaction, and its address is told why. Unlike cancelling, it does not ask
 * whether the hour has passed: until midnight the document would be taken.
 */
export function freeDocument(ports: TurnoPorts) {
  const { database, stores, clock, turnoSeal, outbox } = ports
  return async (turnoId: string, by: FreedBy): Promise<FreeResult> => {
    const result = await database.transaction((tx) => free(tx, turnoId, by))
    outbox.committed()
    return result
  }

  async function free(tx: Db, turnoId: string, by: FreedBy): Promise<FreeResult> {
    const turno = await stores.turnos.lock(tx, turnoId)
    if (!turno) return { ok: false, reason: 'unknown' }
    if (turno.status === 'cancelled') return { ok: true }
    const freed = await stores.turnos.transition(tx, turnoId, 'confirmed', 'cancelled')
    if (!freed) return { ok: false, reason: 'not-now' }
    const now = clock.now()
    await freeSeatsOf(ports, tx, turno, { status: 'cancelled', by: by.actor, now })
    await outbox.write(tx, {
      id: `freed-${turnoId}`,
      kind: 'freed',
      subjectId: turnoId,
      to: turnoSeal.open(turno.id, turno.personal).email,
      secret: null,
      language: turno.language,
      // Who made it should learn of it, however close the hour was.
      notAfter: later(turno.endAt > now ? turno.endAt : now, { days: 1 }),
    })
    await by.also(tx)
    return { ok: true }
  }
}
