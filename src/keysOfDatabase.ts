import type { Database } from '../db/database.ts'
import type { Stores } from '../db/stores.ts'
import { keyedHash } from './keys/keyedHash.ts'
import type { Keyring } from './keys/keyring.ts'
import { sealedJson } from './keys/sealedJson.ts'
import { accountOf, staffSeals } from './staff/account.ts'
import { accountKeyOf } from './staff/accountKey.ts'

type Ground = { database: Database; stores: Stores }

const otherwise =
  'load the settings it was made with, those of turnero.env or, for a demonstration, none. Nothing was changed.'

/**
 * One sentence where these keys are not those the database was written with; null where they are, or where
 * nothing in it could tell. What other keys write could never be read together with the rest, and nothing
 * mends that afterwards, so it is asked before the first write. It looks at what was sealed first: keys that
 * are rotated keep the old ones beside the new.
 */
export async function whyKeysDoNotFit(
  { database, stores }: Ground,
  keyring: Keyring,
): Promise<string | null> {
  const staff = await stores.staff.first(database.read)
  const turno = staff ? null : await stores.turnos.first(database.read)
  try {
    if (turno) sealedJson(keyring, 'turno').open(turno.id, turno.personal)
    if (!staff) return null
    const { email } = accountOf(staff, [], staffSeals(keyring))
    const found = accountKeyOf(keyedHash(keyring), email) === staff.emailKey
    return found ? null : `HASH_KEY is not the one of this database: ${otherwise}`
  } catch {
    return `SEAL_KEYS do not open what is in this database: ${otherwise}`
  }
}

/** Whether somebody's data is in it already, sealed with keys that exist somewhere. */
export async function holdsSealed({ database, stores }: Ground): Promise<boolean> {
  const first = await stores.staff.first(database.read)
  return first !== null || (await stores.turnos.first(database.read)) !== null
}
