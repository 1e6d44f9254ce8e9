import Sqlite from 'better-sqlite3'
import { batchRows, quoted, type Row, type TransferSide } from './transferSide.ts'
import type { ColumnKind, TableOutline } from './transferTables.ts'

/** Opens a SQLite file for a move. `alone`: nobody else may write until it is closed. */
export function openSqliteSide(file: string, alone: boolean): TransferSide {
  const connection = new Sqlite(file, { readonly: !alone, fileMustExist: true, timeout: 5000 })
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.exec(alone ? 'begin immediate' : 'begin')
  // A transaction for reading takes its view at the first look.
  const names = connection.prepare("select name from sqlite_master where type = 'table'").pluck()
  const tables = new Set(names.all().map(String))

  return {
    dialect: 'sqlite',
    has: async ({ name }) => tables.has(name),

    async count({ name }) {
      return Number(
        connection
          .prepare(`select count(*) from ${quoted(name)}`)
          .pluck()
          .get(),
      )
    },

    async *batches(table) {
      const rows = connection.prepare<[], unknown[]>(selectOf(table)).raw().iterate()
      let batch: Row[] = []
      for (const row of rows) {
        batch.push(row.map((value, at) => decoded(value, table.columns[at]?.kind)))
        if (batch.length < batchRows) continue
        yield batch
        batch = []
      }
      if (batch.length > 0) yield batch
    },

    async add(table, rows) {
      const list = table.columns.map(({ name }) => quoted(name)).join(', ')
      const marks = table.columns.map(() => '?').join(', ')
      const insert = connection.prepare(
        `insert into ${quoted(table.name)} (${list}) values (${marks})`,
      )
      for (const row of rows) {
        insert.run(...row.map((value, at) => encoded(value, table.columns[at]?.kind)))
      }
    },

    async migrations() {
      if (!tables.has('__drizzle_migrations')) return 0
      const count = connection.prepare('select count(*) from __drizzle_migrations').pluck().get()
      return Number(count)
    },

    async commit() {
      connection.exec('commit')
    },

    async close() {
      connection.close()
    },
  }
}

function selectOf({ name, columns, key }: TableOutline): string {
  const list = columns.map((column) => quoted(column.name)).join(', ')
  return `select ${list} from ${quoted(name)} order by ${key.map(quoted).join(', ')}`
}

function decoded(value: unknown, kind: ColumnKind | undefined): unknown {
  if (value === null) return null
  if (kind === 'boolean') return value === 1
  return kind === 'json' ? JSON.parse(String(value)) : value
}

function encoded(value: unknown, kind: ColumnKind | undefined): unknown {
  if (value === null) return null
  if (kind === 'boolean') return value === true ? 1 : 0
  return kind === 'json' ? JSON.stringify(value) : value
}
