import type { Columns, Db } from '#dialect'

/**
 * The only casts of the storage layer. The rest of the code sees one dialect's types at a time:
 * `npm run typecheck` compiles everything once with SQLite's and once with PostgreSQL's, and the
 * contract suite runs on both, which is what makes these two sentences true.
 */
export function asColumns(kit: object): Columns {
  return kit as Columns
}

/** See `asColumns`. */
export function asDb(handle: object): Db {
  return handle as Db
}
