import { codesOf, isUnavailable } from '../../db/errors.ts'

/** What PostgreSQL calls a wrong user or password, and a database that does not exist. */
const refusedSignIn = ['28P01', '28000']
const noSuchDatabase = '3D000'

/**
 * One sentence for the operator on why the database did not serve, or null where the error is none of
 * the operator's: then it is a fault of the program and its stack is wanted.
 */
export function databaseTrouble(error: unknown): string | null {
  const codes = codesOf(error)
  if (codes.some((code) => /^SQLITE_(BUSY|LOCKED)/.test(code))) {
    return 'The database is busy: another process has been writing to it for 5 seconds. Try again in a moment.'
  }
  if (codes.includes('SQLITE_NOTADB')) return 'The file that DATABASE_URL names is no database.'
  if (codes.some((code) => refusedSignIn.includes(code))) {
    return 'PostgreSQL refused the user or the password of DATABASE_URL.'
  }
  if (codes.includes(noSuchDatabase))
    return 'There is no such database on the server of DATABASE_URL.'
  const outside = codes.find((code) =>
    /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOTFOUND|EAI_)/.test(code),
  )
  if (outside !== undefined || isUnavailable(error)) {
    return `The database that DATABASE_URL names cannot be reached or written (${outside ?? codes[0] ?? 'no answer'}).`
  }
  return null
}
