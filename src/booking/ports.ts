import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Clock } from '../clock.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Outbox } from '../messages/outbox.ts'
import type { TurnoSeal } from '../turno/seal.ts'
import type { AnswersSeal } from './draft.ts'

/** What booking works with; put together in services.ts. */
export type BookingPorts = {
  database: Database
  stores: Stores
  clock: Clock
  hash: KeyedHash
  answersSeal: AnswersSeal
  turnoSeal: TurnoSeal
  outbox: Outbox
  holdMinutes: number
}
