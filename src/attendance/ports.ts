import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { TurnoSeal } from '../turno/seal.ts'
import type { Changes } from './changes.ts'

/** What the attendance works with; put together in services.ts. */
export type AttendancePorts = {
  database: Database
  stores: Stores
  clock: Clock
  keyring: Keyring
  hash: KeyedHash
  turnoSeal: TurnoSeal
  changes: Changes
  audit: Audit
  /** The address people reach us at, without a slash at the end. */
  publicUrl: () => string
}
