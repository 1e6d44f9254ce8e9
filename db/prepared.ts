import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#dialect'

/**
 * A statement that is built once for each handle and then only run: building costs several times what
 * running does. `build` leaves a `hole` or a placeholder for whatever differs, and `execute` fills it.
 * On SQLite both handles live as long as the process; on PostgreSQL a transaction's does not, and is
 * built for each, while the server knows the statement by `name`, which must be one statement's only.
 */
export function prepared<Statement>(
  name: string,
  build: (db: Db) => { prepare(name: string): Statement },
): (db: Db) => Statement {
  const kept = new WeakMap<Db, Statement>()
  return (db) => {
    const known = kept.get(db)
    if (known !== undefined) return known
    const statement = build(db).prepare(name)
    kept.set(db, statement)
    return statement
  }
}

/** Where the value `name` of a prepared statement goes, as the driver takes it: a text or a number. */
export function hole(name: string): SQL {
  return sql`${sql.placeholder(name)}`
}
