import type { Db } from '#dialect'
import { dayKey } from '../../db/seatStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { addToLoad } from '../calendar/load.ts'
import { localDateOf, startOfDay } from '../calendar/zonedDay.ts'
import { type Instant, later } from '../clock.ts'
import { newId } from '../keys/codes.ts'
import { newReference } from '../keys/reference.ts'
import type { Language } from '../language.ts'
import type { TurnoPersonal } from '../turno/turno.ts'
import { type Limit, takeAllowance } from './allowances.ts'
import { draftOf } from './draft.ts'
import type { BookingPorts } from './ports.ts'
import { isLive, seatToTake } from './seats.ts'
import { offeredSlot } from './slot.ts'

/** How often a clash may be met per address, and how often the first address is told of one. */
const clashLimits: Limit[] = [{ times: 3, seconds: 24 * 60 * 60 }]
const tellingLimits: Limit[] = [{ times: 1, seconds: 24 * 60 * 60 }]

export type ConfirmResult =
  /** The turno, made now or by an earlier click: the answer is the same. */
  | { ok: true; turnoId: string }
  /** Gone or past its end. */
  | { ok: false; reason: 'over' }
  | { ok: false; reason: 'not-ready' }
  /** The hold lapsed and somebody else has the seat, or the hour is no longer offered. */
  | { ok: false; reason: 'seat-gone' }
  /** The same holder and verified address have a live turno for this procedure. */
  | { ok: false; reason: 'already-yours'; turnoId: string }
  /** Another address has one. Said in neutral words. */
  | { ok: false; reason: 'clash' }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/**
 * Makes the turno of a draft: exactly one, whatever the person clicks. Seat, turno, its first event
 * and the mail that tells of it are one transaction, answered after its commit is on disk. A hold that
 * lapsed is honoured while its seat is still free.
 */
export function confirmStep(ports: BookingPorts) {
  const { database, stores, clock, outbox } = ports

  return async (draftId: string): Promise<ConfirmResult> => {
    const result = await database.transaction((tx) => confirm(tx, draftId))
    outbox.committed()
    return result
  }

  async function confirm(tx: Db, draftId: string): Promise<ConfirmResult> {
    const now = clock.now()
    const row = await stores.drafts.lock(tx, draftId)
    if (!row) return { ok: false, reason: 'over' }
    if (row.turnoId !== null) return { ok: true, turnoId: row.turnoId }
    if (row.expiresAt <= now) return { ok: false, reason: 'over' }
    const draft = draftOf(row, ports.answersSeal)
    const { holderKey, mailboxKey, agendaId, slotStart, verifiedAt } = draft
    const { document, contact } = draft.answers
    if (!holderKey || !mailboxKey || !agendaId || !slotStart || !verifiedAt) return notReady
    if (!document || !contact) return notReady
    const agenda = await stores.agencies.agenda(tx, agendaId)
    if (!agenda) return { ok: false, reason: 'seat-gone' }
    const procedure = await stores.agencies.procedure(tx, agenda.procedureId)
    if (!procedure) return { ok: false, reason: 'seat-gone' }

    const { zone } = agenda.agency
    const day = localDateOf(slotStart, zone)
    const target = { poolId: agenda.poolId, day }
    const loads = await stores.seats.lockDays(tx, [target])

    const mine = await stores.seats.ofDraft(tx, draftId)
    const held = mine !== null && mine.startAt === slotStart && isLive(mine, now)
    let seat = mine
    if (!held) {
      seat = await seatStillFree(tx, { agenda, target, slotStart, draftId, now })
      if (!seat) return { ok: false, reason: 'seat-gone' }
    }
    if (!seat) return { ok: false, reason: 'seat-gone' }

    const turnoId = newId()
    const added = await stores.turnos.add(tx, {
      id: turnoId,
      reference: newReference(),
      draftId,
      procedureId: procedure.id,
      procedureVersion: procedure.version,
      agendaId: agenda.id,
      agencyId: agenda.agency.id,
      poolId: agenda.poolId,
      startAt: seat.startAt,
      endAt: seat.endAt,
      day,
      status: 'confirmed',
      holderKey,
      mailboxKey,
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
    if (!added) return clash(tx, { procedureId: procedure.id, holderKey, mailboxKey, now })

    if (held) {
      await stores.seats.keepFor(tx, draftId, turnoId)
    } else {
      await stores.seats.releaseDrafts(tx, [draftId])
      const taken = await stores.seats.take(tx, { ...seat, turnoId })
      if (!taken) throw new Error('A seat counted as free under the lock was taken')
    }
    const load = loads.get(dayKey(target)) ?? ''
    const dayStart = startOfDay(day, zone)
    await stores.seats.writeLoad(tx, target, addToLoad(load, dayStart, seat.startAt, seat.endAt, 1))
    await stores.turnos.record(tx, turnoId, 'confirmed', 'applicant', now)
    await stores.drafts.change(tx, draftId, { turnoId, heldUntil: null })
    await outbox.write(tx, {
      id: `confirmation-${turnoId}`,
      kind: 'confirmation',
      subjectId: turnoId,
      to: contact.email,
      secret: null,
      language: draft.language,
      notAfter: seat.endAt,
    })
    return { ok: true, turnoId }
  }

  type Lapsed = {
    agenda: Parameters<typeof offeredSlot>[2]
    target: { poolId: string; day: string }
    slotStart: Instant
    draftId: string
    now: Instant
  }

  /** The seat of an hour whose hold is over, if nobody took it and the hour is still offered. */
  async function seatStillFree(tx: Db, { agenda, target, slotStart, draftId, now }: Lapsed) {
    const offered = await offeredSlot(stores, tx, agenda, slotStart, now)
    if (!offered.ok) return null
    const { slot } = offered
    await stores.seats.releaseLapsedOf(tx, target, now)
    const overlapping = (
      await stores.seats.overlapping(tx, target.poolId, target.day, slot.start, slot.end)
    ).filter((seat) => seat.draftId !== draftId)
    const seatNo = seatToTake(overlapping, slot.capacity, slot.start, now)
    if (seatNo === null) return null
    return {
      ...target,
      startAt: slot.start,
      seatNo,
      endAt: slot.end,
      draftId: null,
      turnoId: null,
      holderKey: null,
      mailboxKey: null,
      expiresAt: null,
    }
  }

  type Clashing = { procedureId: string; holderKey: string; mailboxKey: string; now: Instant }

  async function clash(tx: Db, { procedureId, holderKey, mailboxKey, now }: Clashing) {
    const other = await stores.turnos.liveOfHolder(tx, procedureId, holderKey)
    if (!other) throw new Error('A turno was refused without a live one of the same holder')
    if (other.mailboxKey === mailboxKey) {
      return { ok: false, reason: 'already-yours', turnoId: other.id } as const
    }
    const allowance = await takeAllowance(
      stores.allowances,
      tx,
      [`clashes:${mailboxKey}`],
      clashLimits,
      now,
    )
    if (!allowance.ok)
      return { ok: false, reason: 'too-often', retryAt: allowance.retryAt } as const
    await tellFirstAddress(tx, other, now)
    return { ok: false, reason: 'clash' } as const
  }

  async function tellFirstAddress(tx: Db, other: TurnoRow, now: Instant) {
    const key = `told:${other.id}`
    const allowance = await takeAllowance(stores.allowances, tx, [key], tellingLimits, now)
    if (!allowance.ok) return
    const { email }: TurnoPersonal = ports.turnoSeal.open(other.id, other.personal)
    const language: Language = other.language
    await outbox.write(tx, {
      id: `clash-${other.id}-${now.slice(0, 10)}`,
      kind: 'clash',
      subjectId: other.id,
      to: email,
      secret: null,
      language,
      notAfter: later(now, { days: 1 }),
    })
  }
}

const notReady = { ok: false, reason: 'not-ready' } as const
