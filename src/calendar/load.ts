import type { Instant } from '../clock.ts'

/**
 * How many seats of a pool are taken during a day, one number per cell of 5 minutes. Cells are counted
 * in elapsed time from the first instant of the local day, so days of 23 or 25 hours need no special
 * care. As text for a database column: two hexadecimal digits per cell, empty cells at the end left
 * off; a day without turnos is the empty text.
 */
export type Load = string

/** Minutes of a cell. */
const cellMinutes = 5

/** Cells of the longest day, of 25 hours. */
export const cellsPerDay = (25 * 60) / cellMinutes

/** The load of a day on which nothing is booked. */
export const emptyLoad: Load = ''

const cellLength = cellMinutes * 60_000
const mostSeats = 0xff

/**
 * The load with one seat more (`1`) or fewer (`-1`) from `start` to `end`. A cell counts as soon as it
 * is touched. Throws RangeError where the span is not within the day that starts at `dayStart`, or
 * where a count would leave 0 to 255: then the load and the turnos disagree, and guessing would hide it.
 */
export function addToLoad(
  load: Load,
  dayStart: Instant,
  start: Instant,
  end: Instant,
  change: 1 | -1,
): Load {
  const { from, to } = cellsOf(dayStart, start, end)
  if (from < 0 || to > cellsPerDay || from >= to) throw new RangeError('not a span of this day')
  const cells = cellsOfLoad(load)
  for (let cell = from; cell < to; cell += 1) {
    const count = (cells[cell] ?? 0) + change
    if (count < 0 || count > mostSeats) throw new RangeError('the load does not fit its turnos')
    cells[cell] = count
  }
  return textOf(cells)
}

/** The most seats that are taken at once between `start` and `end`; 0 outside the day. */
export function peakLoad(load: Load, dayStart: Instant, start: Instant, end: Instant): number {
  const { from, to } = cellsOf(dayStart, start, end)
  return peakOfCells(cellsOfLoad(load), from, to)
}

/** The largest count of the cells from `from` up to, not including, `to`; cells outside the day are empty. */
export function peakOfCells(cells: Uint8Array | Uint16Array, from: number, to: number): number {
  let peak = 0
  for (let cell = Math.max(from, 0); cell < to && cell < cells.length; cell += 1) {
    peak = Math.max(peak, cells[cell] ?? 0)
  }
  return peak
}

/** The load spread out, one number per cell. Throws RangeError where the text is no load. */
export function cellsOfLoad(load: Load): Uint8Array {
  if (!/^(?:[0-9a-f]{2}){0,300}$/.test(load)) throw new RangeError('not a load')
  const cells = new Uint8Array(cellsPerDay)
  cells.set(Buffer.from(load, 'hex'))
  return cells
}

/** The cells that the span touches, the last one excluded; they may lie outside the day. */
export function cellsOf(
  dayStart: Instant,
  start: Instant,
  end: Instant,
): { from: number; to: number } {
  return cellsBetween(Date.parse(dayStart), Date.parse(start), Date.parse(end))
}

/** {@link cellsOf} in epoch milliseconds. */
export function cellsBetween(
  dayStart: number,
  start: number,
  end: number,
): { from: number; to: number } {
  return {
    from: Math.floor((start - dayStart) / cellLength),
    to: Math.ceil((end - dayStart) / cellLength),
  }
}

function textOf(cells: Uint8Array): Load {
  const used = cells.findLastIndex((count) => count > 0) + 1
  return Buffer.from(cells.subarray(0, used)).toString('hex')
}
