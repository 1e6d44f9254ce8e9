import type { TableOutline } from './transferTables.ts'

/** A row's values in the order of its table's columns; a JSON column holds the value, not its text. */
export type Row = unknown[]

/** How many rows are held in memory at once. */
export const batchRows = 1000

/** One end of a move, inside one transaction: nothing that others write meanwhile is seen. */
export type TransferSide = {
  dialect: 'sqlite' | 'postgres'
  /** Whether the table is there: a copy by an older version may lack it. */
  has(table: TableOutline): Promise<boolean>
  count(table: TableOutline): Promise<number>
  /** All rows in the order of the primary key, bytes compared, the same in both databases. */
  batches(table: TableOutline): AsyncIterable<Row[]>
  /** Adds rows; an end opened for reading refuses. */
  add(table: TableOutline, rows: Row[]): Promise<void>
  /** How many migrations it was brought through. */
  migrations(): Promise<number>
  /** Makes what was added durable. */
  commit(): Promise<void>
  /** Gives up what was not committed, and closes. */
  close(): Promise<void>
}

/** A name as both databases quote it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
