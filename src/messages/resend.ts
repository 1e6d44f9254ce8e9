import type { Db } from '#dialect'
import type { Database } from '../../db/database.ts'
import type { LedgerTurno } from '../../db/messageLedgerStore.ts'
import type { MessageRow } from '../../db/messageStore.ts'
import type { Stores } from '../../db/stores.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock, Instant } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { MessageKind } from './message.ts'
import type { Outbox } from './outbox.ts'
import { openColumn } from './sealed.ts'

/** The mails that only say what a turno is, so that they can be written again from it. */
const aboutTurno: Record<string, MessageKind> = {
  confirmation: 'confirmation',
  cancellation: 'cancellation',
  clash: 'clash',
  freed: 'freed',
}

/** Why a message cannot be sent again. */
export type WhyNotAgain =
  /** It is still on its way; it was sent again already, and that one can be. */
  | 'on-its-way'
  | 'sent-again'
  /** What it needs is kept no longer: a code, links. */
  | 'not-kept'
  /** It would not be true any more. */
  | 'not-true'

export type ResendResult =
  /** Written now, or by an earlier click. */
  | { ok: true; id: string }
  /** `unknown` too where it is not theirs to know of; `too-often` for the turno, or for who asks. */
  | { ok: false; reason: WhyNotAgain | 'unknown' | 'too-often' }

/** How many mails about one turno are sent again: enough to help somebody, no way to flood a mailbox. */
const perTurno: Limit[] = [
  { times: 3, seconds: 60 * 60 },
  { times: 6, seconds: 24 * 60 * 60 },
]

/** How many one member of staff sends again, of all turnos. */
const perActor: Limit[] = [{ times: 60, seconds: 60 * 60 }]

type ResendPorts = {
  database: Database
  stores: Stores
  clock: Clock
  keyring: Keyring
  outbox: Outbox
  audit: Audit
}

/** Sending a message once more: another message, whose id follows from the first. */
export function createResend(ports: ResendPorts) {
  const { database, stores, clock, keyring, outbox, audit } = ports

  /** Counted in the transaction that writes the mail. */
  async function allowed(tx: Db, turnoId: string, actor: string): Promise<boolean> {
    const take = (key: string, limits: Limit[]) =>
      takeAllowance(stores.allowances, tx, [key], limits, clock.now())
    if (!(await take(`resent:${turnoId}`, perTurno)).ok) return false
    return (await take(`resent-by:${actor}`, perActor)).ok
  }

  return {
    /**
     * Sends it again where it is still true. `mayAt` says whether this person may, at an agency; for
     * what belongs to no agency it is asked with null.
     */
    async resend(
      id: string,
      actor: string,
      mayAt: (agencyId: string | null) => boolean,
    ): Promise<ResendResult> {
      const result = await database.transaction(async (tx): Promise<ResendResult> => {
        const row = await stores.messages.find(tx, id)
        const [turno] = row ? await stores.messageLedger.turnos(tx, [row.subjectId]) : []
        if (!row || !mayAt(turno?.agencyId ?? null)) return { ok: false, reason: 'unknown' }
        const next = nextId(id)
        if (await stores.messages.find(tx, next)) return { ok: true, id: next }
        const why = whyNotAgain(row, turno ?? null, false, clock.now())
        if (why !== null || !turno) return { ok: false, reason: why ?? 'not-kept' }
        if (!(await allowed(tx, row.subjectId, actor))) return { ok: false, reason: 'too-often' }
        await outbox.write(tx, {
          id: next,
          kind: aboutTurno[row.kind] ?? 'confirmation',
          subjectId: row.subjectId,
          to: openColumn(keyring, 'recipient', row.id, row.recipient),
          secret: null,
          language: row.language,
          notAfter: row.notAfter,
        })
        await audit.record(tx, {
          actor,
          action: 'message-resent',
          subject: `message:${id}`,
          agencyId: turno.agencyId,
          detail: { kind: row.kind, status: row.status },
        })
        return { ok: true, id: next }
      })
      outbox.committed()
      return result
    },
  }
}

/** Why a message cannot be sent again now; null where it can. `again`: whether that was done already. */
export function whyNotAgain(
  { kind, status, notAfter }: Pick<MessageRow, 'kind' | 'status' | 'notAfter'>,
  turno: Pick<LedgerTurno, 'status'> | null,
  again: boolean,
  now: Instant,
): WhyNotAgain | null {
  if (status === 'queued') return 'on-its-way'
  if (again) return 'sent-again'
  if (aboutTurno[kind] === undefined || turno === null) return 'not-kept'
  const isLive = turno.status === 'confirmed' || turno.status === 'arrived'
  const isTrue = kind === 'cancellation' ? turno.status === 'cancelled' : isLive
  return isTrue && now < notAfter ? null : 'not-true'
}

/** The id of the message that sends another one again: `…-again-2` and on. */
export function nextId(id: string): string {
  const [, first = id, count] = /^(.*)-again-(\d+)$/.exec(id) ?? []
  return `${first}-again-${count === undefined ? 2 : Number(count) + 1}`
}
