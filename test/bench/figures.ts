/** What a bench found: the figures of its last line, by the keys that stand for them. */
export type Figures = Record<string, number>

export type Say = (line: string) => void

export type Bench = (say: Say, options: BenchOptions) => Promise<Figures>

export type BenchOptions = {
  /** How long a steady state is measured. */
  seconds: number
  /** How many people are at it at once, where a bench does not say itself. */
  people: number
  /** The fewest walks to watch, where one wants to know how a server stands after many. */
  walks: number
  /** Smaller sizes, to see in a minute that all works; the figures are those of the full sizes. */
  quick: boolean
}

/** How many walks warm a server up. */
export function warmUp({ quick }: BenchOptions): number {
  return quick ? 40 : 250
}

/** The smallest of `samples` that `share` (0 to 1) of them do not exceed; 0 where there are none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

/** With as many digits as a noisy machine can vouch for. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(3))
}
