import type { Db } from '#dialect'
import type { PoolDay } from '../../db/seatStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { later } from '../clock.ts'
import { daysHeld } from '../seats/proposal.ts'
import { freeSeatsOf } from './cancel.ts'
import type { TurnoPorts } from './turnos.ts'

/** Who frees a document, and what else is written in the same transaction. */
export type FreedBy = { actor: string; also(tx: Db, freed: TurnoRow): Promise<unknown> }

/** The holder of a document who stands at an agency, and the address of the turno they are to have there. */
export type Freed = {
  procedureId: string
  agencyId: string
  holderKey: string
  mailboxKey: string
}

/** A turno that keeps a document from its holder: locked, and still standing until it is ended. */
export type InTheWay = {
  /** The days that its end touches. To be locked before it, together with those of the new hour. */
  days: PoolDay[]
  end(): Promise<void>
}

/**
 * Frees a document whose holder has shown the original at an agency: the turno that was made with it ends
 * in the very transaction that gives them another, so at no moment has the holder neither. Its address is
 * told why. Unlike cancelling, it does not ask whether the hour has passed: until midnight the document
 * would be taken. Null where nothing is in the way, where its person stands at an agency already, and
 * where it is a turno of the very address that asks, at the same agency.
 */
export function freeDocument(ports: TurnoPorts) {
  const { stores } = ports
  return async (tx: Db, holder: Freed, by: FreedBy): Promise<InTheWay | null> => {
    const { procedureId, agencyId, holderKey, mailboxKey } = holder
    const found = await stores.turnos.liveOfHolder(tx, procedureId, holderKey)
    if (!found) return null
    if (found.mailboxKey === mailboxKey && found.agencyId === agencyId) return null
    const turno = await stores.turnos.lock(tx, found.id)
    if (turno?.status !== 'confirmed') return null
    const held = await daysHeld(stores, tx, await stores.relocations.openOf(tx, turno.id))
    return { days: [turno, ...held], end: () => end(tx, turno, by) }
  }

  async function end(tx: Db, turno: TurnoRow, by: FreedBy): Promise<void> {
    const ended = await stores.turnos.transition(tx, turno.id, 'confirmed', 'cancelled')
    if (!ended) throw new Error('A turno changed although it was locked')
    const now = ports.clock.now()
    await freeSeatsOf(ports, tx, turno, { status: 'cancelled', by: by.actor, now })
    await ports.outbox.write(tx, {
      id: `freed-${turno.id}`,
      kind: 'freed',
      subjectId: turno.id,
      to: ports.turnoSeal.open(turno.id, turno.personal).email,
      secret: null,
      language: turno.language,
      // Who made it should learn of it, however close the hour was.
      notAfter: later(turno.endAt > now ? turno.endAt : now, { days: 1 }),
    })
    await by.also(tx, turno)
  }
}
