import { getTableColumns, type Placeholder, sql, type Table } from 'drizzle-orm'
import type { Columns, Db } from '#dialect'

/**
 * The casts of the storage layer; there are no others. The rest of the code sees one dialect's types at a time:
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

/**
 * A hole for every column of a table, so that a prepared insert takes a whole row. The compiler cannot
 * see that a record made of the columns' names has just those names.
 */
export function holesOf<T extends Table>(
  table: T,
): { [Column in keyof T['$inferInsert'] & string]-?: Placeholder<Column> } {
  const names = Object.keys(getTableColumns(table))
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as never
}
