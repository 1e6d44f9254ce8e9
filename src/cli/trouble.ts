import { codesOf, isUnavailable } from '../../db/errors.ts'
import { obstacleIn } from './obstacle.ts'

/** What PostgreSQL calls a wrong user or password, and a database that does not exist. */
const refusedSignIn = ['28P01', '28000']
const noSuchDatabase = '3D000'
const notAllowed = '42501'

/**
 * One sentence for the operator on why the database did not serve, or null where the error is none of
 * the operator's: then it is a fault of the program and its stack is wanted. `named` is what named the
 * database: the setting, or the option of a command.
 */
export function databaseTrouble(error: unknown, named = 'DATABASE_URL'): string | null {
  if (error instanceof ToldTrouble) return error.message
  const codes = codesOf(error)
  if (codes.some((code) => /^SQLITE_(BUSY|LOCKED)/.test(code))) {
    return 'The database is busy: another process has been writing to it for 5 seconds. Try again in a moment.'
  }
  if (codes.includes('ERR_INVALID_URL')) {
    return `${named} cannot be read as an address with user, host and name: percent-encode characters like # / @ % in its password.`
  }
  if (codes.includes('SQLITE_NOTADB')) return `The file that ${named} names is no database.`
  if (codes.some((code) => refusedSignIn.includes(code))) {
    return `PostgreSQL refused the user or the password of ${named}.`
  }
  if (codes.includes(noSuchDatabase)) return `There is no such database on the server of ${named}.`
  if (codes.includes(notAllowed)) {
    return `The user of ${named} may not do this in its database: make the user its owner.`
  }
  const obstacle = obstacleIn(error)
  if (obstacle !== null) {
    return `${obstacle}: mend it, or change ${named === 'DATABASE_URL' ? 'DATA_DIR or DATABASE_URL' : named}.`
  }
  const outside = codes.find((code) =>
    /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOTFOUND|EAI_)/.test(code),
  )
  if (outside !== undefined || isUnavailable(error)) {
    return `The database that ${named} names cannot be reached or written (${outside ?? codes[0] ?? 'no answer'}).`
  }
  return null
}

/** Trouble whose sentence was found where it was known which database it is about. */
class ToldTrouble extends Error {}

/** Does `work` with a database that is not the one of the settings: trouble with it will name `named`. */
export async function blaming<T>(named: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const sentence = databaseTrouble(error, named)
    throw sentence === null ? error : new ToldTrouble(sentence, { cause: error })
  }
}
