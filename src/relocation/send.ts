import type { Db } from '#dialect'
import type { RelocationRow } from '../../db/relocationStore.ts'
import { answerByOf } from './deadlines.ts'
import { writeMail } from './mail.ts'
import type { RelocationPorts } from './ports.ts'
import type { Proposals } from './propose.ts'

/** Writing to the people: what happened, the hour proposed, and once more to who has not answered. */
export function createSending(ports: RelocationPorts, proposals: Proposals) {
  const { database, stores, clock, outbox, audit } = ports

  /** Runs `write` for an open relocation; false where there was nothing to write. */
  async function forOpen(
    id: string,
    by: string,
    action: string,
    write: (tx: Db, relocation: RelocationRow) => Promise<boolean>,
  ): Promise<boolean> {
    const wrote = await database.transaction(async (tx) => {
      const relocation = await proposals.lockOpen(tx, id)
      if (!relocation || !(await write(tx, relocation))) return false
      await audit.record(tx, {
        actor: by,
        action,
        subject: `turno:${relocation.turnoId}`,
        agencyId: relocation.fromAgencyId,
        detail: { change: relocation.changeId, to: relocation.toStart },
      })
      return true
    })
    outbox.committed()
    return wrote
  }

  async function turnoOf(tx: Db, { turnoId }: RelocationRow) {
    const turno = await stores.turnos.find(tx, turnoId)
    if (!turno) throw new Error('A relocation without its turno')
    return turno
  }

  return {
    /** Tells somebody what happened and what is proposed; nothing where they know it already. */
    send: (id: string, by: string) =>
      forOpen(id, by, 'relocation-sent', async (tx, relocation) => {
        const { fromStart, proposalNo, sentAt, sentNo } = relocation
        const now = clock.now()
        if (sentNo === proposalNo || now >= fromStart) return false
        await writeMail(
          ports,
          tx,
          'relocation',
          relocation,
          await turnoOf(tx, relocation),
          fromStart,
        )
        await stores.relocations.update(tx, id, {
          status: 'sent',
          sentAt: sentAt ?? now,
          sentNo: proposalNo,
          answerBy: answerByOf(fromStart, now),
          dueAt: now,
        })
        return true
      }),

    /** Asks once more, and once only. */
    remind: (id: string, by: string) =>
      forOpen(id, by, 'relocation-reminded', async (tx, relocation) => {
        const { fromStart, sentAt, toStart, remindedAt } = relocation
        const now = clock.now()
        if (sentAt === null || toStart === null || remindedAt !== null || now >= fromStart) {
          return false
        }
        const turno = await turnoOf(tx, relocation)
        await writeMail(ports, tx, 'relocation-reminder', relocation, turno, fromStart)
        await stores.relocations.update(tx, id, { remindedAt: now, dueAt: now })
        return true
      }),
  }
}
