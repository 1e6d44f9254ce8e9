import { type CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'

/** A table as it was written: where each row begins, and its cells. */
export type Table = { headings: string[]; rows: { line: number; cells: string[] }[] }

/** Why a file is no table: `quote` a quotation mark that is not closed or stands within a word. */
export type NoTable = { line: number; reason: 'empty' | 'quote' | 'too-many' }

export type ReadTable = ({ ok: true } & Table) | ({ ok: false } & NoTable)

/** More lines than any country has agencies. */
const mostLines = 5000

/**
 * Bytes as a spreadsheet wrote them, as text: UTF-8 with or without its mark, UTF-16 with it, and
 * Windows-1252, which is what is left when it is no UTF-8.
 */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const record = z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) })

/** Reads a CSV: commas, semicolons or tabs between cells, any ends of lines, cells in quotes or not. */
export function readTable(text: string): ReadTable {
  const [first = ''] = text.split(/\r\n|\n|\r/, 1)
  let records: { line: number; cells: string[] }[]
  try {
    const found: unknown[] = parse(text, {
      bom: true,
      delimiter: delimiterIn(first),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    })
    records = found.map((one) => {
      const { info, record: cells } = record.parse(one)
      // `lines` counts to the end of the record, which may hold ends of lines itself.
      const within = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
      return { line: info.lines - within, cells: cells.map(withoutGuard) }
    })
  } catch (error) {
    if (isCsvError(error)) return { ok: false, line: error.lines, reason: 'quote' }
    throw error
  }
  const [head, ...rows] = records
  if (!head || rows.length === 0) return { ok: false, line: 1, reason: 'empty' }
  if (rows.length > mostLines) return { ok: false, line: mostLines + 2, reason: 'too-many' }
  return { ok: true, headings: head.cells, rows }
}

/** What stands most often in the line of headings. */
function delimiterIn(headings: string): string {
  const counts = [';', ',', '\t'].map((mark) => ({ mark, count: headings.split(mark).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark
}

/** The apostrophe with which our own files keep a spreadsheet from computing a cell. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

function isCsvError(error: unknown): error is CsvError & { lines: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('CSV_') &&
    'lines' in error &&
    typeof error.lines === 'number'
  )
}
