import type { Agenda } from '../agencies/agenda.ts'
import { type Drafts, noHour } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

export type PlaceResult = { ok: true } | { ok: false; reason: 'over' | 'no-agenda' }

/** Writes where the person wants to be served. Another place gives up the hour held so far. */
export function placeStep({ database, stores }: BookingPorts, drafts: Drafts) {
  return (draftId: string, agenda: Pick<Agenda, 'id' | 'procedureId'>): Promise<PlaceResult> =>
    database.transaction(async (tx): Promise<PlaceResult> => {
      const draft = await drafts.lockUnfinished(tx, draftId)
      if (!draft) return { ok: false, reason: 'over' }
      const served = await stores.agencies.agenda(tx, agenda.id)
      if (!served || served.procedureId !== agenda.procedureId) {
        return { ok: false, reason: 'no-agenda' }
      }
      const same = draft.agendaId === served.id
      if (!same) await drafts.releaseHold(tx, draft)
      await drafts.change(tx, draft, {
        procedureId: served.procedureId,
        agendaId: served.id,
        ...(same ? {} : noHour),
      })
      return { ok: true }
    })
}
