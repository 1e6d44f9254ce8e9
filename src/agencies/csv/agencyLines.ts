import { folded } from '../../attendance/foldedText.ts'
import type { AgencySettings, KnownAgency, KnownProvince } from '../settings/agencySettings.ts'
import { type AgencyColumn, agencyColumns, type Mistake } from '../settings/columns.ts'
import { differing, readSettings } from '../settings/readSettings.ts'
import type { SaveRefusal } from '../settings/saveAgency.ts'
import type { Table } from './readTable.ts'

/** Something wrong in a file: where, by line and the column's heading, and what was there. */
export type LineMistake = {
  line: number
  column: string
  typed: string
  reason:
    | Mistake
    | 'unknown-column'
    | 'column-twice'
    | 'column-missing'
    | 'code-twice'
    | 'short'
    | 'extra'
    | 'zone-used'
    | Exclude<SaveRefusal['reason'], 'zone'>
}

/** What a line would do. */
export type AgencyLine =
  | { line: number; kind: 'added'; settings: AgencySettings }
  | { line: number; kind: 'changed' | 'same'; before: KnownAgency; settings: AgencySettings }

export type ReadLines = { lines: AgencyLine[]; mistakes: LineMistake[] }

/** What the lines of a table say of agencies; everything that is wrong is found at once. */
export function readAgencyLines(
  { headings, rows }: Table,
  known: readonly KnownAgency[],
  provinces: readonly KnownProvince[],
): ReadLines {
  const { columns, mistakes } = readHeadings(headings)
  if (mistakes.length > 0) return { lines: [], mistakes }
  const byCode = new Map(known.map((agency) => [agency.settings.code, agency]))
  const lineOf = new Map<string, number>()
  const codeAt = columns.findIndex(({ name }) => name === 'code')
  const lines: AgencyLine[] = []
  for (const { line, cells } of rows) {
    const wrong = lengthMistake(line, cells, columns.map(headingOf))
    const code = (cells[codeAt] ?? '').trim()
    const earlier = lineOf.get(code)
    if (earlier !== undefined) {
      const column = headings[codeAt] ?? ''
      mistakes.push({ line, column, typed: code, reason: 'code-twice' })
    }
    if (code !== '') lineOf.set(code, line)
    if (wrong) {
      mistakes.push(wrong)
      continue
    }
    const typed = new Map(columns.map(({ name }, at) => [name, cells[at] ?? '']))
    const before = byCode.get(code) ?? null
    const read = readSettings(typed, before?.settings ?? null, provinces)
    if (read.ok) {
      lines.push(lineFor(line, before, read.settings))
      continue
    }
    for (const { name, reason } of read.mistakes) {
      const at = columns.findIndex((one) => one.name === name)
      const column = headings[at] ?? agencyColumns.find((one) => one.name === name)?.headings[0]
      mistakes.push({ line, column: column ?? name, typed: cells[at] ?? '', reason })
    }
  }
  return { lines, mistakes }

  function headingOf(_column: AgencyColumn, at: number): string {
    return headings[at] ?? ''
  }
}

function lineFor(line: number, before: KnownAgency | null, settings: AgencySettings): AgencyLine {
  if (before === null) return { line, kind: 'added', settings }
  const kind = differing(before.settings, settings).length === 0 ? 'same' : 'changed'
  return { line, kind, before, settings }
}

/** The columns that the headings name, whatever their capitals and accents. */
function readHeadings(headings: readonly string[]): {
  columns: AgencyColumn[]
  mistakes: LineMistake[]
} {
  const columns: AgencyColumn[] = []
  const mistakes: LineMistake[] = []
  for (const typed of headings) {
    const wanted = folded(typed)
    const found = agencyColumns.find((one) => one.headings.some((name) => folded(name) === wanted))
    const mistake = { line: 1, column: typed, typed: '' }
    if (!found) mistakes.push({ ...mistake, reason: 'unknown-column' })
    else if (columns.includes(found)) mistakes.push({ ...mistake, reason: 'column-twice' })
    else columns.push(found)
  }
  const [code] = agencyColumns
  if (code && !columns.includes(code) && mistakes.length === 0) {
    mistakes.push({ line: 1, column: code.headings[0], typed: '', reason: 'column-missing' })
  }
  return { columns, mistakes }
}

/** A line with fewer cells than headings, or with something behind the last. */
function lengthMistake(line: number, cells: string[], headings: string[]): LineMistake | null {
  if (cells.length < headings.length) {
    return { line, column: headings[cells.length] ?? '', typed: '', reason: 'short' }
  }
  const extra = cells.findIndex((cell, at) => at >= headings.length && cell.trim() !== '')
  if (extra < 0) return null
  return { line, column: String(extra + 1), typed: cells[extra] ?? '', reason: 'extra' }
}
