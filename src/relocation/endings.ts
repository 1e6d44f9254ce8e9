import { later } from '../clock.ts'
import { daysHeld, endRelocation } from '../seats/proposal.ts'
import { freeSeatsOf } from '../turno/cancel.ts'
import { hasRoom } from './fits.ts'
import { writeMail } from './mail.ts'
import { assistant, type RelocationPorts } from './ports.ts'
import type { Proposals } from './propose.ts'

/** The ends that nobody chose: the hour can be served again, the turno went another way, or no hour was found. */
export function createEndings(ports: RelocationPorts, proposals: Proposals) {
  const { database, stores, clock, outbox } = ports

  /** The turno was dealt with otherwise: its person arrived, or it is not at its old hour any more. */
  async function overtake(id: string): Promise<void> {
    await database.transaction(async (tx) => {
      const known = await stores.relocations.find(tx, id)
      if (!known) return
      await stores.turnos.lock(tx, known.turnoId)
      const relocation = await stores.relocations.find(tx, id)
      if (!relocation || relocation.endedAt !== null) return
      await stores.seats.lockDays(tx, await daysHeld(stores, tx, relocation))
      const ending = { status: 'overtaken', by: assistant, now: clock.now() } as const
      await endRelocation(ports, tx, relocation, ending)
    })
  }

  /** There is room for it again: the turno stays where it is, and who was written to is told. */
  async function keep(id: string): Promise<void> {
    await database.transaction(async (tx) => {
      const relocation = await proposals.lockOpen(tx, id)
      const turno = relocation && (await stores.turnos.find(tx, relocation.turnoId))
      if (!relocation || !turno) return
      await stores.seats.lockDays(tx, [turno, ...(await daysHeld(stores, tx, relocation))])
      const now = clock.now()
      if (!(await hasRoom(stores, tx, turno, now))) return
      await endRelocation(ports, tx, relocation, { status: 'kept', by: assistant, now })
      if (relocation.sentAt !== null) {
        await writeMail(ports, tx, 'relocation-kept', relocation, turno, turno.endAt)
      }
    })
    outbox.committed()
  }

  /** No hour was found in time: the turno ends before somebody comes in vain, and they are told. */
  async function giveUp(id: string): Promise<void> {
    await database.transaction(async (tx) => {
      const relocation = await proposals.lockOpen(tx, id)
      if (!relocation || relocation.toStart !== null) return
      const row = await stores.turnos.transition(tx, relocation.turnoId, 'confirmed', 'cancelled')
      if (!row) return
      const now = clock.now()
      await freeSeatsOf(ports, tx, row, { status: 'unserved', by: assistant, now })
      const soon = later(now, { hours: 12 })
      const notAfter = row.endAt > soon ? row.endAt : soon
      await writeMail(ports, tx, 'unserved', relocation, row, notAfter)
    })
    outbox.committed()
  }

  return { overtake, keep, giveUp }
}
