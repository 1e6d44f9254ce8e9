import type { Db } from '#dialect'
import { type Account, accountOf } from './account.ts'
import type { StaffPorts } from './ports.ts'
import type { RoleGrant } from './roles.ts'

/**
 * Why somebody may not change an account: its person is in another's charge, the roles are not theirs to
 * give, it is closed, or it is not what they saw.
 */
export type Unfit = 'elsewhere' | 'not-yours' | 'closed' | 'meanwhile'

/**
 * Who changes an account from a page. `whyNot` is asked in the transaction of the change, of their own
 * roles and the person's as they are then: either may have changed since the page was shown.
 */
export type AccountGuard = {
  staffId: string
  whyNot(own: readonly RoleGrant[], person: Account | null): Unfit | null
}

type GuardPorts = Pick<StaffPorts, 'stores' | 'seals'>

/** Why the account of a person, whose row is locked, is not changed; null where it is. */
export async function unfit(
  { stores, seals }: GuardPorts,
  tx: Db,
  guard: AccountGuard | undefined,
  personId: string | null,
): Promise<{ ok: false; reason: Unfit } | null> {
  if (!guard) return null
  const own = await stores.staff.rolesOf(tx, guard.staffId)
  const row = personId === null ? null : await stores.staff.find(tx, personId)
  const person = row && accountOf(row, await stores.staff.rolesOf(tx, row.id), seals)
  const reason = guard.whyNot(own, person)
  return reason === null ? null : { ok: false, reason }
}
