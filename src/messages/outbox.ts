import type { Db } from '#dialect'
import type { MessageRow, MessageStore } from '../../db/messageStore.ts'
import type { Clock } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { MessageFate, MessageKind, NewMessage } from './message.ts'
import { assertMessageId, sealColumn } from './sealed.ts'

/** Where a capability leaves what it has to tell; see `createOutbox`. */
export type Outbox = {
  /**
   * Writes the message in the transaction of what it tells about: it is sent if and only if that
   * commits. A second message with the same id is not written.
   */
  write(tx: Db, message: NewMessage): Promise<void>
  /** What became of a message; null where there is none. */
  fate(db: Db, id: string): Promise<MessageFate | null>
  /** The same for the newest message of a kind about a subject (a draft, a turno). */
  latestFateOf(db: Db, kind: MessageKind, subjectId: string): Promise<MessageFate | null>
  /**
   * Says that a transaction with messages was committed, so that they leave at once rather than at
   * the next round. Returns immediately and never throws: forgetting it only costs a second.
   */
  committed(): void
}

type OutboxParts = {
  store: MessageStore
  keyring: Keyring
  clock: Clock
  /** Wakes whoever sends. */
  nudge: () => void
}

/** The outbox over its table: addresses and secrets are sealed, bound to their row, before they are stored. */
export function createOutbox({ store, keyring, clock, nudge }: OutboxParts): Outbox {
  return {
    async write(tx, message) {
      assertMessageId(message.id)
      if (message.to === null) return
      const now = clock.now()
      await store.add(tx, {
        id: message.id,
        kind: message.kind,
        subjectId: message.subjectId,
        recipient: sealColumn(keyring, 'recipient', message.id, message.to),
        secret:
          message.secret === null
            ? null
            : sealColumn(keyring, 'secret', message.id, message.secret),
        language: message.language,
        createdAt: now,
        dueAt: now,
        notAfter: message.notAfter,
      })
    },
    async fate(db, id) {
      return fateOf(await store.find(db, id))
    },
    async latestFateOf(db, kind, subjectId) {
      return fateOf(await store.latest(db, kind, subjectId))
    },
    committed() {
      try {
        nudge()
      } catch {
        // The message is safe in its row; the next round sends it.
      }
    },
  }
}

function fateOf(row: MessageRow | null): MessageFate | null {
  if (row === null) return null
  return {
    status: row.status,
    at: row.endedAt ?? row.createdAt,
    attempts: row.attempts,
    reason: row.reason,
  }
}
