/**
 * Milliseconds that `work` takes at its best of five: a busy machine can only make it slower, so the best
 * says what the work itself costs.
 */
export function fastest(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return Math.min(...times)
}
