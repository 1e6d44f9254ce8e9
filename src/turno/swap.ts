import type { Db } from '#dialect'
import type { SeatRow } from '../../db/seatStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import type { Agenda } from '../agencies/agenda.ts'
import type { Instant } from '../clock.ts'
import { countSeat, type LockedLoads } from '../seats/ledger.ts'
import type { TurnoPorts } from './turnos.ts'

export type Swap = {
  /** Locked. */
  turno: TurnoRow
  /** Of the days of both hours, as `lockDays` gave them. */
  loads: LockedLoads
  agenda: Agenda
  seat: Pick<SeatRow, 'poolId' | 'day' | 'startAt' | 'endAt' | 'seatNo'>
  /** Who moves it, as the turno's events say it. */
  actor: 'applicant' | 'staff' | 'assistant'
}

/**
 * Gives a turno another seat for its own, in one transaction: at no moment has the person neither or
 * both. The seat was found free under the lock of its day. Answers the turno's new sequence.
 */
export async function swapSeat(
  { stores }: Pick<TurnoPorts, 'stores'>,
  tx: Db,
  { turno, loads, agenda, seat, actor }: Swap,
  now: Instant,
): Promise<number> {
  const before = await stores.agencies.agency(tx, turno.agencyId)
  if (!before) throw new Error('A turno without its agency')
  await stores.seats.releaseTurno(tx, turno.id)
  await countSeat(stores, tx, loads, { ...turno, zone: before.zone }, -1)
  const nobody = { draftId: null, holderKey: null, mailboxKey: null, expiresAt: null }
  const taken = await stores.seats.take(tx, { ...seat, ...nobody, turnoId: turno.id })
  if (!taken) throw new Error('A seat counted as free under the lock was taken')
  const { id: agendaId, agency } = agenda
  await countSeat(stores, tx, loads, { ...seat, zone: agency.zone }, 1)
  const { poolId, day, startAt, endAt } = seat
  const to = { agendaId, agencyId: agency.id, poolId, day, startAt, endAt }
  const sequence = await stores.turnos.moveTo(tx, turno.id, to)
  await stores.turnos.record(tx, turno.id, 'moved', actor, now)
  return sequence
}

/** Mails the confirmation of a turno's new hour, which the calendar knows by its sequence. */
export async function mailNewHour(
  { turnoSeal, outbox }: Pick<TurnoPorts, 'turnoSeal' | 'outbox'>,
  tx: Db,
  turno: TurnoRow,
  { sequence, endAt }: { sequence: number; endAt: Instant },
): Promise<void> {
  await outbox.write(tx, {
    id: `confirmation-${turno.id}-${sequence}`,
    kind: 'confirmation',
    subjectId: turno.id,
    to: turnoSeal.open(turno.id, turno.personal).email,
    secret: null,
    language: turno.language,
    notAfter: endAt,
  })
}
