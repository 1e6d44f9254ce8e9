import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { MessageEnding, MessageRow, MessageStore } from '../../db/messageStore.ts'
import { type Clock, type Instant, later, secondsBetween } from '../clock.ts'
import { crashPoint } from '../crashPoints.ts'
import type { Keyring } from '../keys/keyring.ts'
import { backoffSeconds } from './backoff.ts'
import type { LetterOrder } from './letter.ts'
import { type ComposedMail, handoverSeconds, type Mailer } from './mailer.ts'
import { openColumn } from './sealed.ts'

/**
 * What one try came to. `retry`: due again later. `not-mine`: somebody else works on it, or it is
 * not due, or it ended.
 */
export type Delivery = 'sent' | 'retry' | 'failed' | 'dropped' | 'not-mine'

/** How long a worker owns a message: to write it, to hand it over, and some. */
export const leaseSeconds = 2 * handoverSeconds

export type DeliverParts = {
  database: Database
  store: MessageStore
  keyring: Keyring
  clock: Clock
  mailer: Mailer
  /** Writes the mail from what is true now; null when it is too late for it to be true. */
  letter: (order: LetterOrder) => Promise<ComposedMail | null>
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** 0 to 1; spreads the retries. */
  random?: () => number
}

/**
 * Tries one message. Any number of workers may call it for the same message at once: the one whose
 * lease holds sends it. Between the server's answer and the row's end a crash can send twice, with
 * the same Message-ID; it can never send not at all.
 */
export async function deliver(messageId: string, parts: DeliverParts): Promise<Delivery> {
  const { database, store, clock } = parts
  const lease = randomUUID()
  const now = clock.now()
  const until = later(now, { seconds: leaseSeconds })
  const row = await database.transaction((tx) => store.lease(tx, messageId, { lease, now, until }))
  if (row === null) return 'not-mine'
  const work = { row, lease, until, parts }
  if (now >= row.notAfter) return end(work, 'dropped', 'too-late')
  let tried: Delivery | 'taken'
  try {
    tried = await sendUnder(work)
  } catch (error) {
    parts.log.error({ message: row.id, kind: row.kind, err: error }, 'A mail could not be written')
    return postpone(work, 'error')
  }
  return tried === 'taken' ? markSent(work) : tried
}

type Work = { row: MessageRow; lease: string; until: Instant; parts: DeliverParts }

/** `taken`: the mail server has it, and the row does not say so yet. */
async function sendUnder(work: Work): Promise<Delivery | 'taken'> {
  const { row, until, parts } = work
  const { keyring, clock, mailer, log } = parts
  const secret = row.secret === null ? null : openColumn(keyring, 'secret', row.id, row.secret)
  const mail = await parts.letter({
    kind: row.kind,
    subjectId: row.subjectId,
    secret,
    language: row.language,
  })
  if (mail === null) return end(work, 'dropped', 'stale')
  // Handing over must fit into the lease, or another worker could be sending the same by then.
  if (secondsBetween(clock.now(), until) < handoverSeconds) return postpone(work, 'error')

  const to = openColumn(keyring, 'recipient', row.id, row.recipient)
  const handover = await mailer.send({ ...mail, id: row.id, to, language: row.language })
  if (handover.outcome === 'sent') {
    crashPoint('after-smtp')
    return 'taken'
  }
  const { outcome, code } = handover
  log.warn(
    { message: row.id, kind: row.kind, attempt: row.attempts, code },
    `A mail was ${outcome}`,
  )
  return outcome === 'refused' ? end(work, 'failed', 'refused') : postpone(work, 'unreachable')
}

/** Milliseconds between the tries to mark a mail that was taken; together well within its lease. */
const markPauses = [200, 500, 1000, 2000, 4000, 8000]

/**
 * A mail that the server took must not go again because the database was away for a moment just then.
 * Where it stays away the lease runs out, and the mail goes a second time with the same Message-ID.
 */
async function markSent(work: Work): Promise<Delivery> {
  const { row, until, parts } = work
  for (const milliseconds of markPauses) {
    try {
      return await end(work, 'sent', null)
    } catch (error) {
      parts.log.warn(
        { message: row.id, kind: row.kind, err: error },
        'A mail was taken, not marked',
      )
      if (parts.clock.now() >= until) throw error
      await pause(milliseconds)
    }
  }
  return end(work, 'sent', null)
}

async function end(
  { row, lease, parts: { database, store, clock } }: Work,
  status: MessageEnding['status'],
  reason: string | null,
): Promise<Delivery> {
  const at = clock.now()
  const ended = await database.transaction((tx) =>
    store.end(tx, row.id, lease, { status, reason, at }),
  )
  return ended ? status : 'not-mine'
}

async function postpone(
  { row, lease, parts: { database, store, clock, random = Math.random } }: Work,
  reason: string,
): Promise<Delivery> {
  const wait = backoffSeconds(row.kind === 'code' ? 'code' : 'other', row.attempts, random())
  const now = clock.now()
  // Past `notAfter` there is nothing to wait for: the next look drops it.
  const dueAt = later(now, { seconds: Math.min(wait, secondsBetween(now, row.notAfter)) })
  const kept = await database.transaction((tx) =>
    store.postpone(tx, row.id, lease, { dueAt, reason }),
  )
  return kept ? 'retry' : 'not-mine'
}
