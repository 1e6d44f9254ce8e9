// The column builders of SQLite. columns.pg.ts exports the same names; schema.ts is written once against both.
import { integer as number, text } from 'drizzle-orm/sqlite-core'

export {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable as table,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'

export const bool = (name: string) => number(name, { mode: 'boolean' })
export const json = (name: string) => text(name, { mode: 'json' })
