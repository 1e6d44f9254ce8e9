import { outcomeKinds } from '../../attendance/outcome.ts'
import { type Figures, noLead, numberNames, quantileOf, totalOf } from '../../figures/figures.ts'
import { type Grouped, together } from '../../figures/report.ts'
import type { Chart, ReportRow, ReportTable } from './viewModels.ts'

/** A row of a report with what it is called. */
export type NamedRow = Grouped & { label: string; url: string | null }

type Words = {
  /** A text by its key. */
  text(key: string, args?: Record<string, string | number>): string
  number(value: number): string
  /** What a paper is called, by its code. */
  paper(code: string): string
}

const none = '–'

/** A chart of more rows than this, two years of months and some, is noise. */
const mostDrawn = 30

/** Everything that a report is about, where its rows are one page of it. */
export type Whole = { label: string; figures: Figures }

/**
 * The tables of a report: turnos, outcomes, waiting, and the papers that were missing. They end in
 * `whole`; without it, in the sum of the rows.
 */
export function reportTables(
  rows: readonly NamedRow[],
  words: Words,
  whole: Whole | null = null,
): ReportTable[] {
  const all = whole?.figures ?? together(rows)
  const table = (
    id: string,
    columns: readonly string[],
    chart: Chart,
    cells: (figures: Figures) => (number | null)[],
    texts: (value: number | null, column: number) => string = (value) =>
      value === null ? none : words.number(value),
  ): ReportTable => {
    const rowOf = (label: string, url: string | null, figures: Figures): ReportRow => ({
      label,
      url,
      cells: cells(figures).map((value, column) => ({ text: texts(value, column), value })),
    })
    return {
      id,
      title: words.text(`reports:tables.${id}`),
      note: words.text(`reports:notes.${id}`),
      columns: columns.map((name) => words.text(`reports:columns.${name}`)),
      rows: rows.map(({ label, url, figures }) => rowOf(label, url, figures)),
      total:
        whole || rows.length > 1
          ? rowOf(whole?.label ?? words.text('reports:total'), null, all)
          : null,
      chart: rows.length > mostDrawn ? null : chart,
    }
  }
  return [
    table('turnos', numberNames, { kind: 'bars', columns: '0,1,5' }, (figures) =>
      numberNames.map((name) => figures[name]),
    ),
    table('outcomes', outcomeKinds, { kind: 'stacked', columns: '0,1,2,3,4' }, ({ outcomes }) =>
      outcomeKinds.map((kind) => outcomes[kind] ?? 0),
    ),
    table(
      'waits',
      ['called', 'median', 'ninety', 'lead', 'noLead'],
      { kind: 'lines', columns: '1,2' },
      waitCells,
      (value, column) => {
        if (value === null) return none
        if (column === 1 || column === 2) return words.text('reports:minutes', { number: value })
        return column === 3 ? leadText(value, words) : words.number(value)
      },
    ),
    papersTable(all, words),
  ]
}

/** How many were called, how long they waited, how far away the first free slot was. */
export function waitCells({ waits, leads }: Figures): (number | null)[] {
  return [
    totalOf(waits),
    quantileOf(waits, 0.5),
    quantileOf(waits, 0.9),
    quantileOf(leads, 0.5),
    leads[noLead] ?? 0,
  ]
}

function papersTable({ missing }: Figures, words: Words): ReportTable {
  const ranked = Object.entries(missing).sort(
    ([one, few], [other, many]) => many - few || (one < other ? -1 : 1),
  )
  return {
    id: 'missing',
    title: words.text('reports:tables.missing'),
    note: words.text('reports:notes.missing'),
    columns: [words.text('reports:columns.times')],
    rows: ranked.map(([code, number]) => ({
      label: words.paper(code),
      url: null,
      cells: [{ text: words.number(number), value: number }],
    })),
    total: null,
    chart: { kind: 'ranked', columns: '0' },
  }
}

/** Hours up to two days, days beyond. */
function leadText(hours: number, { text }: Words): string {
  return hours < 48
    ? text('reports:hours', { number: hours })
    : text('reports:days', { number: Math.round(hours / 24) })
}
