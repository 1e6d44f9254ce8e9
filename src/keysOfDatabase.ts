import type { Database } from '../db/database.ts'
import type { Stores } from '../db/stores.ts'
import type { TurnoRow } from '../db/turnoStore.ts'
import type { IdentityDocument } from './identity/documents.ts'
import { holderKey } from './identity/holderKey.ts'
import { keyedHash } from './keys/keyedHash.ts'
import type { Keyring } from './keys/keyring.ts'
import { sealedJson } from './keys/sealedJson.ts'
import { accountOf, staffSeals } from './staff/account.ts'
import { accountKeyOf } from './staff/accountKey.ts'
import type { TurnoPersonal } from './turno/turno.ts'

type Ground = { database: Database; stores: Stores }

const otherwise =
  'load the settings it was made with, those of turnero.env or, for a demonstration, none. None of its rows was changed.'

/**
 * One sentence where these keys are not those the database was written with; null where they are, or where
 * nothing in it could tell. What other keys write could never be read together with the rest, and nothing
 * mends that afterwards, so it is asked before the first row is written. It looks at what was sealed first: keys that
 * are rotated keep the old ones beside the new.
 */
export async function whyKeysDoNotFit(
  { database, stores }: Ground,
  keyring: Keyring,
): Promise<string | null> {
  const staff = await stores.staff.first(database.read)
  const turno = staff ? null : await stores.turnos.first(database.read)
  const hash = keyedHash(keyring)
  try {
    const found = staff
      ? accountKeyOf(hash, accountOf(staff, [], staffSeals(keyring)).email) === staff.emailKey
      : !turno || holderKey(hash, documentOf(turno, keyring)) === turno.holderKey
    return found ? null : `HASH_KEY is not the one of this database: ${otherwise}`
  } catch {
    return `SEAL_KEYS do not open what is in this database: ${otherwise}`
  }
}

function documentOf({ id, personal }: TurnoRow, keyring: Keyring): IdentityDocument {
  return sealedJson<TurnoPersonal>(keyring, 'turno').open(id, personal).document
}

/** Whether somebody's data is in it already, sealed with keys that exist somewhere. */
export async function holdsSealed({ database, stores }: Ground): Promise<boolean> {
  const first = await stores.staff.first(database.read)
  return first !== null || (await stores.turnos.first(database.read)) !== null
}
