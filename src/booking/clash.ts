import type { Db } from '#dialect'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { type Instant, later } from '../clock.ts'
import type { BookingPorts } from './ports.ts'

/** How often a clash may be met per address, and how often the first address is told of one. */
const clashLimits: Limit[] = [{ times: 3, seconds: 24 * 60 * 60 }]
const tellingLimits: Limit[] = [{ times: 1, seconds: 24 * 60 * 60 }]

export type Clashing = {
  procedureId: string
  holderKey: string
  mailboxKey: string
  now: Instant
  /** Reception asks, who has seen the document: it may know, and nobody is told before it acts. */
  atDesk: boolean
}

export type ClashResult =
  | { ok: false; reason: 'already-yours'; turnoId: string }
  | { ok: false; reason: 'clash' }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/**
 * What to answer when the holder has a live turno already. To the same verified address it is its
 * own turno; another address learns nothing, few times, and the first address is told.
 */
export async function meetClash(
  ports: BookingPorts,
  tx: Db,
  { procedureId, holderKey, mailboxKey, now, atDesk }: Clashing,
): Promise<ClashResult> {
  const { stores } = ports
  const other = await stores.turnos.liveOfHolder(tx, procedureId, holderKey)
  if (!other) throw new Error('A turno was refused without a live one of the same holder')
  if (other.mailboxKey === mailboxKey) {
    return { ok: false, reason: 'already-yours', turnoId: other.id }
  }
  if (atDesk) return { ok: false, reason: 'clash' }
  const keys = [`clashes:${mailboxKey}`]
  const allowance = await takeAllowance(stores.allowances, tx, keys, clashLimits, now)
  if (!allowance.ok) return { ok: false, reason: 'too-often', retryAt: allowance.retryAt }
  await tellFirstAddress(ports, tx, other, now)
  return { ok: false, reason: 'clash' }
}

async function tellFirstAddress(
  { stores, outbox, turnoSeal }: BookingPorts,
  tx: Db,
  other: TurnoRow,
  now: Instant,
): Promise<void> {
  const keys = [`told:${other.id}`]
  const allowance = await takeAllowance(stores.allowances, tx, keys, tellingLimits, now)
  if (!allowance.ok) return
  await outbox.write(tx, {
    id: `clash-${other.id}-${now.slice(0, 10)}`,
    kind: 'clash',
    subjectId: other.id,
    to: turnoSeal.open(other.id, other.personal).email,
    secret: null,
    language: other.language,
    notAfter: later(now, { days: 1 }),
  })
}
