import type { Db } from '#dialect'
import type { RelocationRow } from '../../db/relocationStore.ts'
import type { SeatRow } from '../../db/seatStore.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import { type Instant, later } from '../clock.ts'
import { freeSeat, seatOfSlot } from '../seats/ledger.ts'
import { daysHeld, proposedSeat } from '../seats/proposal.ts'
import { outOfReach, type SlotRefusal, slotByHours } from '../seats/slot.ts'
import { nearestHour, type ProposedHour } from './nearest.ts'
import { assistant, type RelocationPorts } from './ports.ts'

export type ProposeResult =
  | { ok: true }
  | { ok: false; reason: 'over' | 'none' | 'seat-taken' | SlotRefusal }

/** How often an hour that somebody else took meanwhile is looked for anew. */
const mostTries = 5

/** Finding an hour for who must be moved, and holding it for them until their old one. */
export function createProposals(ports: RelocationPorts) {
  const { database, stores, clock, audit } = ports
  const nearest = nearestHour(ports)

  /** Holds this hour instead of the one held so far. */
  function hold(id: string, { agenda, start }: ProposedHour, by: string): Promise<ProposeResult> {
    return database.transaction(async (tx): Promise<ProposeResult> => {
      const now = clock.now()
      const relocation = await lockOpen(tx, id)
      if (!relocation) return { ok: false, reason: 'over' }
      const { toAgendaId, toStart } = relocation
      if (toAgendaId === agenda.id && toStart === start) return { ok: true }
      // As it is now: what was looked at outside may have changed.
      const current = await stores.agencies.agenda(tx, agenda.id)
      if (!current) return { ok: false, reason: 'no-slot' }
      const unreachable = outOfReach(current, start, now)
      if (unreachable) return { ok: false, reason: unreachable }
      const target = { poolId: current.poolId, day: localDateOf(start, current.agency.zone) }
      await stores.seats.lockDays(tx, [target, ...(await daysHeld(stores, tx, relocation))])
      const own = (seat: SeatRow) => seat.draftId === id
      const free = await freeSeat(stores, tx, current, start, now, own)
      if (!free.ok) return free
      await stores.seats.releaseDrafts(tx, [id])
      const until = endOfHold(relocation, now)
      const taken = await stores.seats.take(tx, proposedSeat(free.seat, id, until))
      if (!taken) return { ok: false, reason: 'seat-taken' }
      await stores.relocations.update(tx, id, {
        proposalNo: relocation.proposalNo + 1,
        toAgendaId: current.id,
        toStart: start,
        dueAt: now,
      })
      await audit.record(tx, {
        actor: by,
        action: 'relocation-proposed',
        subject: `turno:${relocation.turnoId}`,
        agencyId: relocation.fromAgencyId,
        detail: { change: relocation.changeId, from: relocation.fromStart, to: start },
      })
      return { ok: true }
    })
  }

  /** Lets the proposal go, since it cannot be kept. The day it is held on is locked. */
  async function drop(tx: Db, { id, proposalNo }: RelocationRow): Promise<void> {
    await stores.seats.releaseDrafts(tx, [id])
    await stores.relocations.update(tx, id, {
      // Counts as another proposal: whoever was sent the one before is told.
      proposalNo: proposalNo + 1,
      toAgendaId: null,
      toStart: null,
      dueAt: clock.now(),
    })
  }

  /** Reads an open relocation under the lock of its turno; null once it has ended. */
  async function lockOpen(tx: Db, id: string): Promise<RelocationRow | null> {
    const known = await stores.relocations.find(tx, id)
    if (!known) return null
    const turno = await stores.turnos.lock(tx, known.turnoId)
    const relocation = await stores.relocations.find(tx, id)
    return turno?.status === 'confirmed' && relocation?.endedAt === null ? relocation : null
  }

  return {
    lockOpen,
    hold,

    /** Finds the nearest hour and holds it; `none` where none is free anywhere near. */
    async propose(id: string): Promise<ProposeResult> {
      for (let tries = 1; ; tries += 1) {
        const relocation = await stores.relocations.find(database.read, id)
        if (!relocation || relocation.endedAt !== null) return { ok: false, reason: 'over' }
        const hour = await nearest(relocation)
        if (!hour) return { ok: false, reason: 'none' }
        const held = await hold(id, hour, assistant)
        if (held.ok || held.reason === 'over' || tries === mostTries) return held
      }
    },

    drop,

    /** Lets a proposal go that the hours or the capacity of now do not allow any more; whether it did. */
    recheck: (id: string): Promise<boolean> =>
      database.transaction(async (tx) => {
        const relocation = await lockOpen(tx, id)
        if (!relocation || relocation.toAgendaId === null || relocation.toStart === null) {
          return false
        }
        const held = await daysHeld(stores, tx, relocation)
        await stores.seats.lockDays(tx, held)
        const agenda = await stores.agencies.agenda(tx, relocation.toAgendaId)
        const slot = agenda && (await slotByHours(stores, tx, agenda, relocation.toStart))
        const own = (seat: SeatRow) => seat.draftId === id
        const now = clock.now()
        const free = slot && (await seatOfSlot(stores, tx, agenda.poolId, slot, now, own))
        if (held.length > 0 && free?.ok) return false
        await drop(tx, relocation)
        return true
      }),
  }
}

export type Proposals = ReturnType<typeof createProposals>

/** As long as the links are good; where the assistant comes late, long enough for it to go on. */
function endOfHold({ fromStart }: RelocationRow, now: Instant): Instant {
  const shortest = later(now, { hours: 1 })
  return fromStart > shortest ? fromStart : shortest
}
