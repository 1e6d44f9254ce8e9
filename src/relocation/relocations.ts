import type { Instant } from '../clock.ts'
import type { Turnos } from '../turno/turnos.ts'
import { createAssistant } from './assistant.ts'
import { noteCall } from './call.ts'
import { createEndings } from './endings.ts'
import { openRelocations } from './open.ts'
import { isStaffActor, type RelocationPorts } from './ports.ts'
import { createProposals } from './propose.ts'
import { createReading } from './read.ts'
import { createSending } from './send.ts'
import { takeProposal } from './take.ts'

type Parts = RelocationPorts & { turnos: Pick<Turnos, 'byId' | 'byIds'> }

/**
 * Those whose turno a change touches: listed in the change's own transaction, offered another hour
 * that is held for them, written to, followed until each has an hour or has given theirs up.
 */
export function createRelocations(parts: Parts) {
  const { database, stores, clock, audit, turnos } = parts
  const proposals = createProposals(parts)
  const sending = createSending(parts, proposals)
  const endings = createEndings(parts, proposals)
  const take = takeProposal(parts, proposals)
  const assistant = createAssistant(parts, { proposals, sending, endings, take })

  return {
    ...createReading(parts, turnos),
    open: openRelocations(parts),
    noteCall: noteCall(parts),
    carryOn: assistant.carryOn,

    /**
     * After the commit of a change at an agency, at once: whoever can be served again is told so,
     * proposals that it took away are let go, and who it touches is offered another hour. Answers how
     * many people were looked at.
     */
    async follow(agencyId: string): Promise<number> {
      const { openIds } = stores.relocations
      const proposedHere = await openIds(database.read, { toAgencyId: agencyId })
      for (const id of proposedHere) {
        await assistant.serve(id, async () => {
          if (await proposals.recheck(id)) await assistant.attend(id)
        })
      }
      const fromHere = await openIds(database.read, { fromAgencyId: agencyId })
      for (const id of fromHere) await assistant.serve(id, () => assistant.attend(id))
      return proposedHere.length + fromHere.length
    },

    /** The person takes the proposal they saw; where it could not be kept, another is looked for at once. */
    async accept(id: string, seen: number) {
      const taken = await take(id, seen, 'applicant')
      if (!taken.ok && taken.reason === 'gone') await assistant.attend(id)
      return taken
    },

    /** Somebody of the staff takes it for them, on the telephone. */
    acceptFor: (id: string, seen: number, staff: `staff:${string}`) => take(id, seen, staff),

    /** Staff propose another hour than the nearest. */
    async proposeAt(id: string, agendaId: string, start: Instant, staff: `staff:${string}`) {
      const agenda = await stores.agencies.agenda(database.read, agendaId)
      const relocation = await stores.relocations.find(database.read, id)
      const turno = relocation && (await stores.turnos.find(database.read, relocation.turnoId))
      if (!agenda || !turno || agenda.procedureId !== turno.procedureId) {
        return { ok: false, reason: 'no-slot' } as const
      }
      const held = await proposals.hold(id, { agenda, start }, staff)
      if (held.ok) await assistant.attend(id)
      return held
    },

    /** Writes to everybody whom the change touches and who has not been written to. */
    async send(changeId: string, by: string): Promise<void> {
      const now = clock.now()
      await database.transaction(async (tx) => {
        const change = await stores.relocations.change(tx, changeId)
        if (!change || !(await stores.relocations.markSent(tx, changeId, now))) return
        await stores.relocations.wake(tx, changeId, now)
        const { agencyId } = change
        const subject = `change:${changeId}`
        await audit.record(tx, { actor: by, action: 'relocation-send', subject, agencyId })
      })
      for (const id of await stores.relocations.openIds(database.read, { changeId })) {
        await assistant.serve(id, async () => {
          await sending.send(id, by)
          await assistant.attend(id)
        })
      }
    },

    /** Asks everybody once more who has not answered and was not asked again yet; how many. */
    async remind(changeId: string, by: string): Promise<number> {
      let reminded = 0
      for (const id of await stores.relocations.openIds(database.read, { changeId })) {
        await assistant.serve(id, async () => {
          if (await sending.remind(id, by)) reminded += 1
        })
      }
      return reminded
    },

    /** Notes that somebody of the staff saw a person's telephone number. */
    async noteSeen(id: string, by: string): Promise<void> {
      await database.transaction(async (tx) => {
        const relocation = await stores.relocations.find(tx, id)
        if (!relocation || !isStaffActor(by)) return
        await audit.record(tx, {
          actor: by,
          action: 'relocation-phone-seen',
          subject: `turno:${relocation.turnoId}`,
          agencyId: relocation.fromAgencyId,
          detail: { change: relocation.changeId },
        })
      })
    },
  }
}
