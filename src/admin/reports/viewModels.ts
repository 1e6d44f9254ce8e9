import type { Option } from '../../web/pageModel.ts'
import type { AdminFrame, ListPages, WithErrors } from '../viewModels.ts'

/** How some columns of a table are drawn. */
export type Chart = { kind: 'bars' | 'stacked' | 'lines' | 'ranked'; columns: string }

/** A table of a report and, for who sees it, a chart of some of its columns; null where it has too many rows. */
export type ReportTable = {
  id: string
  title: string
  note: string | null
  columns: readonly string[]
  rows: readonly ReportRow[]
  /** All rows together; null where that says nothing. */
  total: ReportRow | null
  chart: Chart | null
}

/** A row: `url` leads to what it is made of. A cell is shown as `text` and drawn as `value`. */
export type ReportRow = {
  label: string
  url: string | null
  cells: readonly { text: string; value: number | null }[]
}

/** `admin/reports`: what became of the days that are over. */
export type ReportsView = AdminFrame &
  WithErrors & {
    filter: { agencia: string; tramite: string; por: string; desde: string; hasta: string }
    agencies: readonly Option[]
    procedures: readonly Option[]
    groupings: readonly Option[]
    tables: readonly ReportTable[]
    /** Which agencies the rows are, where there are too many for one page; else null. */
    pages: ListPages | null
    csvUrl: string
  }
