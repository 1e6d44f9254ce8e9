import type { Db } from '#dialect'
import type { DraftRow } from '../../db/draftStore.ts'
import type { PoolDay, SeatRow } from '../../db/seatStore.ts'
import type { Agenda } from '../agencies/agenda.ts'
import type { Procedure } from '../agencies/procedure.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant } from '../clock.ts'
import { crashPoint } from '../crashPoints.ts'
import { newId } from '../keys/codes.ts'
import { newReference } from '../keys/reference.ts'
import { countSeat, type Door, freeSeat, type LockedLoads } from '../seats/ledger.ts'
import { isLive } from '../seats/seats.ts'
import type { Freed, InTheWay } from '../turno/free.ts'
import { type ClashResult, meetClash } from './clash.ts'
import { type ContactAnswer, type DocumentAnswer, type Draft, draftOf } from './draft.ts'
import type { BookingPorts } from './ports.ts'

export type ConfirmResult =
  /** The turno, made now or by an earlier click: the answer is the same. */
  | { ok: true; turnoId: string }
  /** Gone or past its end; not all steps done; or the hold lapsed and the hour is not free any more. */
  | { ok: false; reason: 'over' | 'not-ready' | 'seat-gone' }
  /** The hour was changed, in another tab, since it was shown. */
  | { ok: false; reason: 'changed' }
  /** The holder has a live turno for this procedure. */
  | ClashResult

/** On whose word a turno is made. */
export type ConfirmedBy = {
  /** `applicant`, or `staff:<id>` of reception, which has seen the document. */
  actor: string
  door: Door
  /** What else is written in the very transaction that makes the turno. */
  also?(tx: Db, turnoId: string): Promise<unknown>
  /** Another turno of the holder that ends with the transaction in which theirs is made; or none. */
  inPlaceOf?(tx: Db, holder: Freed): Promise<InTheWay | null>
}

const applicant: ConfirmedBy = { actor: 'applicant', door: 'online' }

/** A draft with every answer that a turno is made of. */
type Ready = {
  draft: Draft
  document: DocumentAnswer
  contact: ContactAnswer
  holderKey: string
  mailboxKey: string
  slotStart: Instant
  agenda: Agenda
  procedure: Procedure
}

type TurnoSeat = Pick<SeatRow, 'poolId' | 'day' | 'startAt' | 'endAt' | 'seatNo'>

/**
 * Makes the turno of a draft: exactly one, whatever the person clicks. Seat, turno, its first event
 * and the mail that tells of it are one transaction, answered after its commit is on disk. A hold that
 * lapsed is honoured while its seat is still free. `shown` is the hour the person was shown when they
 * pressed the button, where that is known: another one is never confirmed in its place.
 */
export function confirmStep(ports: BookingPorts) {
  const { database, stores, clock, outbox } = ports

  return async (
    draftId: string,
    shown: Instant | null = null,
    by: ConfirmedBy = applicant,
  ): Promise<ConfirmResult> => {
    crashPoint('before-transaction')
    const result = await database.transaction((tx) => confirm(tx, draftId, shown, by))
    crashPoint('after-commit')
    outbox.committed()
    return result
  }

  async function confirm(
    tx: Db,
    draftId: string,
    shown: Instant | null,
    by: ConfirmedBy,
  ): Promise<ConfirmResult> {
    const now = clock.now()
    const row = await stores.drafts.lock(tx, draftId)
    if (!row) return { ok: false, reason: 'over' }
    if (row.turnoId !== null) return { ok: true, turnoId: row.turnoId }
    if (row.expiresAt <= now) return { ok: false, reason: 'over' }
    if (shown !== null && shown !== row.slotStart) return { ok: false, reason: 'changed' }
    const ready = await readyToConfirm(tx, row)
    if (!ready.ok) return ready

    const { draft, agenda, slotStart, procedure, holderKey, mailboxKey } = ready
    const keys = { holderKey, mailboxKey }
    const { id: agencyId, zone } = agenda.agency
    const target = { poolId: agenda.poolId, day: localDateOf(slotStart, zone) }
    const before =
      (await by.inPlaceOf?.(tx, { procedureId: procedure.id, agencyId, ...keys })) ?? null
    const loads = await stores.seats.lockDays(tx, [target, ...(before?.days ?? [])])
    const mine = await stores.seats.ofDraft(tx, draft.id)
    const held = mine && isOf(mine, target, slotStart) && isLive(mine, now) ? mine : null
    const seat = held ?? (await seatStillFree(tx, ready, now, by.door))
    // Nothing has ended yet: whoever does not get this hour keeps what they have.
    if (!seat) return { ok: false, reason: 'seat-gone' }
    if (before) await endBefore(tx, before, loads, target)

    const turnoId = newId()
    if (!(await addTurno(tx, ready, turnoId, seat, now))) {
      // Answering would commit, and the holder would have neither.
      if (before) throw new Error('A turno ended for another that could not be made')
      const atDesk = by.actor !== 'applicant'
      const procedureId = procedure.id
      return meetClash(ports, tx, { procedureId, ...keys, now, atDesk })
    }
    if (!held) await takeFor(tx, draft.id, turnoId, seat)
    else if (!(await stores.seats.keepFor(tx, draft.id, turnoId)))
      throw new Error('A hold vanished')
    await countSeat(stores, tx, loads, { ...seat, zone: agenda.agency.zone }, 1)
    await stores.turnos.record(tx, turnoId, 'confirmed', by.actor, now)
    await by.also?.(tx, turnoId)
    await stores.drafts.change(tx, draft.id, { turnoId, heldUntil: null })
    await outbox.write(tx, {
      id: `confirmation-${turnoId}`,
      kind: 'confirmation',
      subjectId: turnoId,
      to: ready.contact.email,
      secret: null,
      language: draft.language,
      notAfter: seat.endAt,
    })
    crashPoint('before-commit')
    return { ok: true, turnoId }
  }

  async function readyToConfirm(
    tx: Db,
    row: DraftRow,
  ): Promise<({ ok: true } & Ready) | { ok: false; reason: 'not-ready' | 'seat-gone' }> {
    const draft = draftOf(row, ports.answersSeal)
    const { holderKey, mailboxKey, agendaId, slotStart, verifiedAt } = draft
    const { document, contact } = draft.answers
    if (!holderKey || !mailboxKey || !agendaId || !slotStart || !verifiedAt) {
      return { ok: false, reason: 'not-ready' }
    }
    if (!document || !contact) return { ok: false, reason: 'not-ready' }
    const agenda = await stores.agencies.agenda(tx, agendaId)
    const procedure = agenda && (await stores.agencies.procedure(tx, agenda.procedureId))
    if (!agenda || !procedure) return { ok: false, reason: 'seat-gone' }
    const ready = { draft, document, contact, holderKey, mailboxKey, slotStart, agenda, procedure }
    return { ok: true, ...ready }
  }

  /** The seat of an hour whose hold is over, if nobody took it and the hour is still offered. */
  async function seatStillFree(
    tx: Db,
    { agenda, slotStart, draft }: Ready,
    now: Instant,
    door: Door,
  ): Promise<TurnoSeat | null> {
    const own = (seat: SeatRow) => seat.draftId === draft.id
    const free = await freeSeat(stores, tx, agenda, slotStart, now, own, door)
    return free.ok ? free.seat : null
  }

  /** Ends the turno before, and reads the load of the new day again, which may be the same. */
  async function endBefore(tx: Db, before: InTheWay, loads: LockedLoads, target: PoolDay) {
    await before.end()
    for (const [key, load] of await stores.seats.lockDays(tx, [target])) loads.set(key, load)
  }

  async function takeFor(tx: Db, draftId: string, turnoId: string, seat: TurnoSeat) {
    await stores.seats.releaseDrafts(tx, [draftId])
    const nobody = { draftId: null, holderKey: null, mailboxKey: null, expiresAt: null }
    const taken = await stores.seats.take(tx, { ...seat, ...nobody, turnoId })
    if (!taken) throw new Error('A seat counted as free under the lock was taken')
  }

  function addTurno(tx: Db, ready: Ready, turnoId: string, seat: TurnoSeat, now: Instant) {
    const { draft, document, contact, agenda, procedure } = ready
    return stores.turnos.add(tx, {
      id: turnoId,
      reference: newReference(),
      draftId: draft.id,
      procedureId: procedure.id,
      procedureVersion: procedure.version,
      agendaId: agenda.id,
      agencyId: agenda.agency.id,
      poolId: agenda.poolId,
      startAt: seat.startAt,
      endAt: seat.endAt,
      day: seat.day,
      status: 'confirmed',
      holderKey: ready.holderKey,
      mailboxKey: ready.mailboxKey,
      personal: ports.turnoSeal.seal(turnoId, {
        document: document.document,
        holder: contact.holder,
        thirdParty:
          document.thirdParty && contact.thirdParty
            ? { document: document.thirdParty, person: contact.thirdParty }
            : null,
        email: contact.email,
        phone: contact.phone,
        consent: contact.consent,
      }),
      language: draft.language,
      linkVersion: 1,
      sequence: 0,
      createdAt: now,
    })
  }
}

/** Whether a seat is one of this hour and of the day that is locked; the windows may have changed since it was held. */
function isOf(seat: SeatRow, { poolId, day }: PoolDay, start: Instant): boolean {
  return seat.startAt === start && seat.poolId === poolId && seat.day === day
}
