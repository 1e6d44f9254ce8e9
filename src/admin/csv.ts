import { stringify } from 'csv-stringify/sync'
import type { Response } from 'express'

/**
 * Answers with a table as a file for spreadsheets: with a byte order mark and semicolons, as they open
 * it here by a double click. A value that a spreadsheet would take for a formula is made a text.
 */
export function sendCsv(
  response: Response,
  name: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const text = stringify([header, ...rows], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  })
  response.set('Cache-Control', 'no-store').attachment(`${name}.csv`).type('text/csv').send(text)
}
