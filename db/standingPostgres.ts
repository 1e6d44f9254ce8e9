import pg from 'pg'
import type { SeenTables } from './standing.ts'

/** The tables where ours would be made. What an extension brings along is no program's. */
const look = `
  select
    count(*) filter (where n.nspname = current_schema())::int as tables,
    coalesce(bool_or(c.relname = 'turnos' and n.nspname = any (current_schemas(false))), false) as turnos,
    coalesce(bool_or(c.relname = '__drizzle_migrations' and n.nspname = 'drizzle'), false) as journal
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f') and not exists (
    select from pg_depend d
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )`

/** What `standingOf` judges by, on PostgreSQL. */
export async function seenOnPostgres(url: string): Promise<SeenTables> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    // One view for both questions: the first migration may be committed between them.
    await client.query('begin isolation level repeatable read, read only')
    const { rows } = await client.query<{ tables: number; turnos: boolean; journal: boolean }>(look)
    const { tables = 0, turnos = false, journal = false } = rows[0] ?? {}
    if (!journal) return { tables, turnos, migrations: 0 }
    const applied = await client.query<{ count: number }>(
      'select count(*)::int as count from drizzle.__drizzle_migrations',
    )
    return { tables, turnos, migrations: applied.rows[0]?.count ?? 0 }
  } finally {
    await client.end()
  }
}
