import type { Instant } from '../clock.ts'

/** A wait in whole minutes, as a range: half of the waits are about `from` or longer, few longer than `to`. */
export type WaitRange = { from: number; to: number }

/** How long one person takes at this agency's windows today, in minutes. */
export type ServiceTimes = { median: number; long: number }

/** Fewer than this say little about a day. */
const fewest = 5

/** What a long visit is to a usual one, before the day has shown it. */
const usualSpread = 1.75

/**
 * The median and the 90th percentile of today's visits; before there are enough of them, what the
 * procedure is said to take.
 */
export function serviceTimes(
  served: { from: Instant; to: Instant | null }[],
  minutesAtWindow: number,
): ServiceTimes {
  const minutes = served
    .flatMap(({ from, to }) => (to === null ? [] : [(Date.parse(to) - Date.parse(from)) / 60_000]))
    .sort((a, b) => a - b)
  if (minutes.length < fewest) {
    return { median: minutesAtWindow, long: minutesAtWindow * usualSpread }
  }
  return { median: quantile(minutes, 0.5), long: quantile(minutes, 0.9) }
}

/**
 * How long somebody with `ahead` people before them waits where `windows` windows serve them, `free` of
 * those with nobody at them. Null while no window does.
 */
export function expectedWait(
  { ahead, windows, free }: { ahead: number; windows: number; free: number },
  { median, long }: ServiceTimes,
): WaitRange | null {
  if (windows === 0) return null
  const waves = Math.floor(Math.max(0, ahead - free) / windows)
  const mostWaves = Math.ceil(Math.max(0, ahead + 1 - free) / windows)
  return { from: Math.floor(waves * median), to: Math.ceil(mostWaves * long) }
}

/** The smallest of the sorted values that at least `share` of them do not exceed. */
function quantile(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
