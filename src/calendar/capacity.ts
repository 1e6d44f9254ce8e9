import type { Instant, LocalDate, LocalTime } from '../clock.ts'
import { addDays, minutesOf, type Weekday, weekdayOf } from './dates.ts'
import { clockMinutes, localDateOf, zonedDay } from './zonedDay.ts'

/** So many seats from `from` to `to` on a weekday, or on every day where `weekday` is null. */
export type CapacityBand = {
  weekday: Weekday | null
  from: LocalTime
  to: LocalTime
  seats: number
}

/**
 * How many seats a pool has at every moment from `start` to `end`: the smallest number that holds in
 * between. Where bands overlap the later in the list counts; where there is none, `defaultSeats`.
 * Bands are read on the clock of `zone`.
 */
export function capacityAt(
  defaultSeats: number,
  bands: readonly CapacityBand[],
  zone: string,
  start: Instant,
  end: Instant,
): number {
  if (bands.length === 0) return defaultSeats
  const from = Date.parse(start)
  const to = Date.parse(end)
  let smallest = Number.POSITIVE_INFINITY
  const last = localDateOf(end, zone)
  for (let date = localDateOf(start, zone); date <= last; date = addDays(date, 1)) {
    const seats = capacityOfDay(defaultSeats, bands, zone, date)(from, to)
    smallest = Math.min(smallest, seats)
  }
  return smallest === Number.POSITIVE_INFINITY ? defaultSeats : smallest
}

/**
 * {@link capacityAt} for many spans of one day: answers the smallest capacity over the part of a span
 * that lies on `date`, or infinity where no part does. The span is in epoch milliseconds.
 */
export function capacityOfDay(
  defaultSeats: number,
  bands: readonly CapacityBand[],
  zone: string,
  date: LocalDate,
): (start: number, end: number) => number {
  const day = zonedDay(date, zone)
  const weekday = weekdayOf(date)
  const today = bands
    .filter((band) => band.weekday === null || band.weekday === weekday)
    .map(({ from, to, seats }) => ({ from: minutesOf(from), to: minutesOf(to), seats }))
  const edges = today.flatMap(({ from, to }) => [from, to])
  const seatsAt = (minutes: number) =>
    today.findLast(({ from, to }) => from <= minutes && minutes < to)?.seats ?? defaultSeats

  return (start, end) => {
    let smallest = Number.POSITIVE_INFINITY
    for (const stretch of day.stretches) {
      const from = clockMinutes(stretch, Math.max(start, stretch.from))
      const to = clockMinutes(stretch, Math.min(end, stretch.to))
      if (from >= to) continue
      // Capacity changes only at an edge of a band, so these moments are all that need a look.
      const moments = [from, ...edges.filter((edge) => from < edge && edge < to)]
      smallest = Math.min(smallest, ...moments.map(seatsAt))
    }
    return smallest
  }
}
