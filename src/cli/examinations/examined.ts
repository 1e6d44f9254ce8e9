import { codesOf } from '../../../db/errors.ts'
import { bad, type Verdict } from './verdict.ts'

/**
 * The verdicts of one examination. One that broke is bad, and the others go on: what nobody could look
 * at may be anything, and an exit code of 0 would call it well. An examination that may fail without
 * harm, as of a host that is away, gives its own verdict.
 */
export async function examined(
  check: string,
  examine: () => Promise<Verdict[]> | Verdict[],
): Promise<Verdict[]> {
  try {
    return await examine()
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    const code = codesOf(error).map((one) => ` ${one}`)[0] ?? ''
    return [bad(check, `It could not be examined (${name}${code}).`, 'Look at it by hand.')]
  }
}
