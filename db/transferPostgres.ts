import pg from 'pg'
import { batchRows, quoted, type TransferSide } from './transferSide.ts'
import { type ColumnKind, type TableOutline, tableOutlines } from './transferTables.ts'

/** How a column's values travel: as one array each, so that a batch is one statement. */
const arrays: Record<ColumnKind, { type: string; cast: string }> = {
  text: { type: 'text[]', cast: '' },
  integer: { type: 'integer[]', cast: '' },
  boolean: { type: 'boolean[]', cast: '' },
  json: { type: 'text[]', cast: '::jsonb' },
}

/** Opens a PostgreSQL for a move. `alone`: nobody else may write until it is closed. */
export async function openPostgresSide(url: string, alone: boolean): Promise<TransferSide> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`begin isolation level repeatable read, read ${alone ? 'write' : 'only'}`)
    if (alone) await keepOthersOut(client)
  } catch (error) {
    await client.end()
    throw error
  }

  async function exists(name: string): Promise<boolean> {
    const { rows } = await client.query<{ there: boolean }>(
      'select to_regclass($1) is not null as there',
      [name],
    )
    return rows[0]?.there === true
  }

  return {
    dialect: 'postgres',
    has: ({ name }) => exists(quoted(name)),

    async count({ name }) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from ${quoted(name)}`,
      )
      return rows[0]?.count ?? 0
    },

    async *batches(table) {
      await client.query(`declare moving no scroll cursor for ${selectOf(table)}`)
      try {
        for (;;) {
          const { rows } = await client.query<unknown[]>({
            text: `fetch ${batchRows} from moving`,
            rowMode: 'array',
          })
          if (rows.length > 0) yield rows
          if (rows.length < batchRows) break
        }
      } finally {
        // In a transaction that failed the cursor is gone already.
        await client.query('close moving').catch(() => undefined)
      }
    },

    async add(table, rows) {
      const { name, columns } = table
      const list = columns.map((column) => quoted(column.name)).join(', ')
      const values = columns.map(({ kind }, at) => `c${at}${arrays[kind].cast}`).join(', ')
      const given = columns.map(({ kind }, at) => `$${at + 1}::${arrays[kind].type}`).join(', ')
      const names = columns.map((_, at) => `c${at}`).join(', ')
      await client.query(
        `insert into ${quoted(name)} (${list}) select ${values} from unnest(${given}) as moved(${names})`,
        columns.map(({ kind }, at) =>
          rows.map((row) => (kind === 'json' ? jsonOrNull(row[at]) : row[at])),
        ),
      )
    },

    async migrations() {
      if (!(await exists('drizzle.__drizzle_migrations'))) return 0
      const { rows } = await client.query<{ count: number }>(
        'select count(*)::int as count from drizzle.__drizzle_migrations',
      )
      return rows[0]?.count ?? 0
    },

    async commit() {
      await client.query('commit')
      await client.query('analyze')
    },

    close: () => client.end(),
  }
}

/** Whoever writes meanwhile waits, and would find that the database is not empty any more. */
async function keepOthersOut(client: pg.Client) {
  await client.query("set local lock_timeout = '5s'")
  const names = tableOutlines().map(({ name }) => quoted(name))
  await client.query(`lock table ${names.join(', ')} in share row exclusive mode`)
}

/** Ordered by bytes, as SQLite orders; the database's own order depends on its language. */
function selectOf({ name, columns, key }: TableOutline): string {
  const list = columns.map((column) => quoted(column.name)).join(', ')
  const order = key.map((part) => {
    const isText = columns.some((column) => column.name === part && column.kind === 'text')
    return isText ? `${quoted(part)} collate "C"` : quoted(part)
  })
  return `select ${list} from ${quoted(name)} order by ${order.join(', ')}`
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
