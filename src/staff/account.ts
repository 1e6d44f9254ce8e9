import type { StaffRow } from '../../db/staffStore.ts'
import type { Keyring } from '../keys/keyring.ts'
import { sealedJson } from '../keys/sealedJson.ts'
import type { RoleGrant } from './roles.ts'

/** What an account says of its person; sealed in the database. */
export type StaffPersonal = { name: string; email: string }

/** An account: somebody who works here. */
export type Account = StaffPersonal & {
  id: string
  status: StaffRow['status']
  roles: RoleGrant[]
  hasPassword: boolean
  /** Whether a second factor is set up. */
  hasFactor: boolean
  /** How many recovery codes are left. */
  recoveryCodes: number
  createdAt: string
}

/** Seals and opens what an account says of its person, and its second factor's secret. */
export function staffSeals(keyring: Keyring) {
  return {
    personal: sealedJson<StaffPersonal>(keyring, 'staff'),
    factor: sealedJson<string>(keyring, 'staff-factor'),
  }
}

export type StaffSeals = ReturnType<typeof staffSeals>

/** An account out of its rows. */
export function accountOf(row: StaffRow, roles: RoleGrant[], seals: StaffSeals): Account {
  const { id, status, createdAt } = row
  return {
    ...seals.personal.open(id, row.personal),
    id,
    status,
    roles,
    hasPassword: row.passwordHash !== null,
    hasFactor: row.totpSecret !== null,
    recoveryCodes: row.recoveryKeys.length,
    createdAt,
  }
}
