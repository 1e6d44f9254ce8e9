/** Seconds until the next try, after the first, the second … that did not get through. */
const waits: Record<'code' | 'other', readonly number[]> = {
  // Somebody stands at the page and waits.
  code: [2, 5, 15, 30, 60],
  other: [5, 15, 60, 300, 900, 3600],
}

/**
 * How long to wait after the `attempt`-th try (from 1) of a message that could not be handed over.
 * The last wait repeats. `random` (0 to 1) spreads it by a fifth either way, so that a thousand
 * messages do not all knock at a mail server that has just come back.
 */
export function backoffSeconds(kind: 'code' | 'other', attempt: number, random: number): number {
  const steps = waits[kind]
  const wait = steps[Math.min(attempt, steps.length) - 1] ?? 60
  return wait * (0.8 + 0.4 * random)
}
