import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import {
  addFigures,
  all,
  differences,
  type Figures,
  isNothing,
  noFigures,
} from '../../figures/figures.ts'
import { everSince, spansOf } from '../../figures/spans.ts'
import { readings } from '../ledger/readings.ts'
import { countFromRows, keyOf } from './fromRows.ts'

/** A row of the figures that is not what the rows say. */
export type Difference = {
  agency: string
  procedure: string
  span: string
  from: string
  /** The names of the figures that differ. */
  figures: string[]
}

export type Recount = {
  /** How many days of agencies were compared, and how many wait to be counted anew. */
  days: number
  waiting: number
  /** How many rows of the figures were compared. */
  rows: number
  differences: Difference[]
}

const counts = z.record(z.string(), z.number())
const figureShape = z.object({
  agency_id: z.string(),
  procedure_id: z.string(),
  span: z.string(),
  from_day: z.string(),
  offered: z.number(),
  booked: z.number(),
  cancelled: z.number(),
  moved: z.number(),
  no_show: z.number(),
  served: z.number(),
  walk_ins: z.number(),
  unmet: z.number(),
  outcomes: counts,
  missing: counts,
  waits: counts,
  leads: counts,
})
const dayShape = z.object({
  agency_id: z.string(),
  day: z.string(),
  counted_at: z.string().nullable(),
  stale: z.boolean(),
})

/**
 * Counts everything anew from the rows and holds it against the figures that are kept: each day against
 * its rows, each longer span against the sum of its days. A day of which a fact changed since it was
 * counted waits for the job, and is not compared with its rows.
 */
export async function recount(side: TransferSide): Promise<Recount> {
  const { closed, waiting } = await readDays(side)
  const expected = await countFromRows(side)
  const found: Difference[] = []
  const sums = new Map<string, Figures>()
  const longer = new Map<string, Figures>()
  const seen = new Set<string>()
  let rows = 0
  for await (const row of readings(side, 'figures', Object.keys(figureShape.shape))) {
    const { key, figures } = figuresIn(figureShape.parse(row))
    rows += 1
    if (key.span !== 'day') {
      longer.set(nameOf(key), figures)
      continue
    }
    const day = `${key.agency} ${key.from}`
    addToSums(sums, key, figures)
    if (closed.get(day) === 'waiting') continue
    const name = keyOf(key.agency, key.procedure, key.from)
    seen.add(name)
    const counted = closed.has(day) ? (expected.get(name) ?? noFigures()) : noFigures()
    addDifference(found, key, figures, counted)
  }
  for (const [name, figures] of expected) {
    const [agency = '', procedure = '', from = ''] = name.split(' ')
    if (seen.has(name) || closed.get(`${agency} ${from}`) !== 'counted') continue
    addDifference(found, { agency, procedure, span: 'day', from }, noFigures(), figures)
  }
  for (const name of new Set([...sums.keys(), ...longer.keys()])) {
    const [agency = '', procedure = '', span = '', from = ''] = name.split(' ')
    const key = { agency, procedure, span, from }
    addDifference(found, key, longer.get(name) ?? noFigures(), sums.get(name) ?? noFigures())
  }
  return { days: closed.size - waiting, waiting, rows, differences: found }
}

type Key = Omit<Difference, 'figures'>

async function readDays(side: TransferSide) {
  const closed = new Map<string, 'counted' | 'waiting'>()
  let waiting = 0
  for await (const row of readings(side, 'closed_days', Object.keys(dayShape.shape))) {
    const { agency_id, day, counted_at, stale } = dayShape.parse(row)
    if (counted_at === null) continue
    if (stale) waiting += 1
    closed.set(`${agency_id} ${day}`, stale ? 'waiting' : 'counted')
  }
  return { closed, waiting }
}

function figuresIn(row: z.infer<typeof figureShape>): { key: Key; figures: Figures } {
  const { agency_id, procedure_id, span, from_day, no_show, walk_ins, ...same } = row
  return {
    key: { agency: agency_id, procedure: procedure_id, span, from: from_day },
    figures: { ...same, noShow: no_show, walkIns: walk_ins },
  }
}

function addToSums(sums: Map<string, Figures>, key: Key, figures: Figures): void {
  const add = (one: Key) => {
    const name = nameOf(one)
    const sum = sums.get(name) ?? noFigures()
    sums.set(name, sum)
    addFigures(sum, figures)
  }
  for (const { span, from } of spansOf(key.from)) {
    add({ ...key, span, from })
    add({ ...key, agency: all, span, from })
  }
  if (key.procedure === all) add({ agency: all, procedure: all, span: 'ever', from: everSince })
}

function nameOf({ agency, procedure, span, from }: Key): string {
  return `${agency} ${procedure} ${span} ${from}`
}

function addDifference(found: Difference[], key: Key, kept: Figures, counted: Figures): void {
  if (isNothing(kept) && isNothing(counted)) return
  const names = differences(kept, counted)
  if (names.length > 0) found.push({ ...key, figures: names })
}
