import type { Database } from '../../db/database.ts'

/** Every row of every table, as texts in a stable order, under the table's name. */
export async function dumpOf({ read, tables }: Database): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {}
  for (const [name, table] of Object.entries(tables)) {
    const rows = await read.select().from(table)
    dump[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return dump
}

/** How many rows each table has. */
export async function countsOf(database: Database): Promise<Record<string, number>> {
  const dump = await dumpOf(database)
  return Object.fromEntries(Object.entries(dump).map(([name, rows]) => [name, rows.length]))
}
