import { ForeignDatabase, nameOf } from '../../db/foreignDatabase.ts'
import type { DatabasePlace } from '../../db/place.ts'
import { standingOf } from '../../db/standing.ts'

/**
 * The sentence for the operator where there is no database of Turnero at a place, or null where there
 * is one. For commands that read or change records, and so never make a database themselves.
 */
export async function noDatabase(place: DatabasePlace): Promise<string | null> {
  const standing = await standingOf(place)
  if (standing === 'foreign') return new ForeignDatabase(place).message
  return standing === 'ours'
    ? null
    : `There is no database yet at ${nameOf(place)}: run "npm run turnero -- migrate" (or import) first.`
}
