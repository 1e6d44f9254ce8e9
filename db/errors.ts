/**
 * The codes of a chain of errors: drivers keep theirs on the error or on its cause. Looks at shape, not
 * class: Node's own errors may come from another realm.
 */
export function codesOf(error: unknown): string[] {
  const codes: string[] = []
  let at = error
  while (typeof at === 'object' && at !== null) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    at = 'cause' in at ? at.cause : null
  }
  return codes
}

/** Whether a constraint on equal values refused the write, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  return codesOf(error).some(
    (code) =>
      code === '23505' ||
      code === 'SQLITE_CONSTRAINT_UNIQUE' ||
      code === 'SQLITE_CONSTRAINT_PRIMARYKEY',
  )
}

/** Whether PostgreSQL asks for the same transaction again: a lost serialisation race or a deadlock. */
export function isRetryable(error: unknown): boolean {
  return codesOf(error).some((code) => code === '40001' || code === '40P01')
}

/** Whether it may concern the rows of one alone: others held them for too long, or were always faster. */
export function isOneRows(error: unknown): boolean {
  return isRetryable(error) || codesOf(error).some((code) => code === '55P03' || code === '57014')
}

/** Whether another program has the SQLite file just now. */
export function isBusy(error: unknown): boolean {
  return codesOf(error).some((code) => /^SQLITE_(BUSY|LOCKED)/.test(code))
}

const networkTrouble = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOSPC',
])

/**
 * Whether the database cannot serve just now (locked, full, unreachable, restarting) rather than
 * the request being wrong. Such a request is answered 503 with Retry-After.
 */
export function isUnavailable(error: unknown): boolean {
  return (
    isBusy(error) ||
    codesOf(error).some(
      (code) =>
        /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY)/.test(code) ||
        /^(08|53|57P)/.test(code) ||
        // The database takes no connections just now, or no writes: it became somebody's copy.
        code === '55000' ||
        code === '25006' ||
        // Lost every one of its tries against others; see isRetryable.
        code === '40001' ||
        code === '40P01' ||
        code === '55P03' ||
        code === '57014' ||
        code === '25P03' ||
        networkTrouble.has(code),
    ) ||
    (error instanceof Error &&
      /timeout exceeded when trying to connect|Connection terminated|not queryable|after calling end on the pool|connection is not open/.test(
        `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`,
      ))
  )
}
