import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as columns from './columns.sqlite.ts'
import { asColumns } from './faces.ts'
import { schema } from './schema.ts'

/** What a column holds, whichever database keeps it. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json'

/** A table as it is moved: its columns in the schema's order, and those of its primary key. */
export type TableOutline = {
  name: string
  columns: { name: string; kind: ColumnKind }[]
  key: string[]
  /** The tables its rows refer to. */
  parents: string[]
}

/** Every table of the schema, each after the tables that its rows refer to. */
export function tableOutlines(): TableOutline[] {
  const waiting = Object.values(schema(asColumns(columns))).map(outlineOf)
  const placed: TableOutline[] = []
  const isPlaced = (name: string) => placed.some((table) => table.name === name)
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ name, parents }) =>
      parents.every((parent) => parent === name || isPlaced(parent)),
    )
    const [table] = waiting.splice(next, 1)
    if (next < 0 || !table) throw new Error('The tables refer to each other in a circle.')
    placed.push(table)
  }
  return placed
}

/** SQLite's face of the schema is the one that is read; PostgreSQL's has the same names by construction. */
function outlineOf(table: unknown): TableOutline {
  if (!is(table, SQLiteTable)) throw new Error('The schema was not made of SQLite tables.')
  const config = getTableConfig(table)
  const single = config.columns.filter(({ primary }) => primary)
  const composite = config.primaryKeys.flatMap((key) => key.columns)
  return {
    name: config.name,
    columns: config.columns.map(({ name, dataType }) => ({ name, kind: kindOf(dataType) })),
    key: (single.length > 0 ? single : composite).map(({ name }) => name),
    parents: config.foreignKeys.map((key) => getTableName(key.reference().foreignTable)),
  }
}

function kindOf(dataType: string): ColumnKind {
  if (dataType === 'string') return 'text'
  if (dataType === 'number') return 'integer'
  if (dataType === 'boolean' || dataType === 'json') return dataType
  throw new Error(`Columns of ${dataType} cannot be moved yet.`)
}
