// The column builders of PostgreSQL. columns.sqlite.ts exports the same names.
import { boolean, jsonb } from 'drizzle-orm/pg-core'

export {
  check,
  foreignKey,
  index,
  integer,
  pgTable as table,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

export const bool = (name: string) => boolean(name)
export const json = (name: string) => jsonb(name)
