import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import type * as columns from './columns.pg.ts'

/** The column kit that schema.ts is written against. */
export type Columns = typeof columns

/** What a store queries with: a connection or an open transaction. */
export type Db = PgDatabase<NodePgQueryResultHKT>
