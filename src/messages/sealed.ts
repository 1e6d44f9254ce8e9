import type { Keyring } from '../keys/keyring.ts'
import { open, seal } from '../keys/seal.ts'

type PersonalColumn = 'recipient' | 'secret'

/** Seals a personal column of the message `id`; it opens there only. */
export function sealColumn(keyring: Keyring, column: PersonalColumn, id: string, plain: string) {
  return seal(keyring, plain, contextOf(column, id))
}

/** What was sealed in that column of that message. Throws when the text or the keys are not right. */
export function openColumn(keyring: Keyring, column: PersonalColumn, id: string, sealed: string) {
  return open(keyring, sealed, contextOf(column, id))
}

function contextOf(column: PersonalColumn, id: string): string {
  return `messages:${column}:${id}`
}

/**
 * Throws unless the id may stand in a Message-ID and in a BullMQ job id, where `:` and bare numbers
 * are refused: up to 100 letters, digits, `_` and `-`.
 */
export function assertMessageId(id: string): void {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) {
    throw new Error('A message id holds letters, digits, _ and - only.')
  }
}
