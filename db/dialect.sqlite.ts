import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { SqliteRemoteResult } from 'drizzle-orm/sqlite-proxy'
import type * as columns from './columns.sqlite.ts'

/** The column kit that schema.ts is written against. */
export type Columns = typeof columns

/** What a store queries with: a connection or an open transaction. */
export type Db = BaseSQLiteDatabase<'async', SqliteRemoteResult>
