import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { StaffSeals } from './account.ts'

/** What the room of the staff works with. */
export type StaffPorts = {
  database: Database
  stores: Stores
  clock: Clock
  hash: KeyedHash
  seals: StaffSeals
  audit: Audit
}
