import type { Database } from '../../db/database.ts'
import type { FigureQuery, FigureRow } from '../../db/figureStore.ts'
import type { Stores } from '../../db/stores.ts'
import { addFigures, type Figures, noFigures } from './figures.ts'

/** One row of a report: the figures of everything that shares a key. */
export type Grouped = { key: string; figures: Figures }

/** Reads figures and sums them by what `keyOf` says, in the order in which the keys come. */
export async function groupedFigures(
  { database, stores }: { database: Database; stores: Stores },
  query: FigureQuery,
  keyOf: (row: FigureRow) => string,
): Promise<Grouped[]> {
  const groups = new Map<string, Figures>()
  for (const row of await stores.figures.rows(database.read, query)) {
    const key = keyOf(row)
    const figures = groups.get(key) ?? noFigures()
    groups.set(key, figures)
    addFigures(figures, row)
  }
  return [...groups].map(([key, figures]) => ({ key, figures }))
}

/** All rows of a report together. */
export function together(rows: readonly Grouped[]): Figures {
  const sum = noFigures()
  for (const { figures } of rows) addFigures(sum, figures)
  return sum
}
