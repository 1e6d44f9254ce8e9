import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { Outbox } from '../messages/outbox.ts'
import type { Hours } from '../seats/hours.ts'
import type { TurnoSeal } from '../turno/seal.ts'

export type RelocationPorts = {
  database: Database
  stores: Stores
  clock: Clock
  hours: Hours
  turnoSeal: TurnoSeal
  outbox: Outbox
  audit: Audit
  log: Pick<Logger, 'error'>
}

/** Who does what nobody else did: the work that comes back every minute. */
export const assistant = 'assistant'

/** Whether an actor of a relocation is somebody who works here. */
export function isStaffActor(actor: string): boolean {
  return /^staff:/.test(actor)
}
