/**
 * Lets so many through at once and the others after them, in the order they came. Whoever waits has
 * begun nothing yet, so they see what those before them did.
 */
export function turnstile(
  atOnce: number,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let inside = 0

  return async (work) => {
    if (inside < atOnce) inside += 1
    else await new Promise<void>((enter) => waiting.push(enter))
    try {
      return await work()
    } finally {
      // Who leaves hands their place on, so that nobody who comes just now slips in before.
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
