import type { Row, TransferSide } from '../../../db/transferSide.ts'
import { tableOutlines } from '../../../db/transferTables.ts'

/** Values by the column's name. */
export type Reading = Record<string, unknown>

/**
 * The rows of a table with only these columns, in the order of its primary key; none where the table
 * is not there yet. A column that an older version did not have must not be asked for.
 */
export async function* readings(
  side: TransferSide,
  name: string,
  columns: readonly string[],
): AsyncGenerator<Reading> {
  const outline = tableOutlines().find((table) => table.name === name)
  if (!outline || !(await side.has(outline))) return
  const narrowed = {
    ...outline,
    columns: outline.columns.filter((column) => columns.includes(column.name)),
  }
  const read = (row: Row): Reading =>
    Object.fromEntries(narrowed.columns.map((column, at) => [column.name, row[at]]))
  for await (const rows of side.batches(narrowed)) {
    for (const row of rows) yield read(row)
  }
}
