export type TurnstileOptions = {
  /** Errors of one inside that would be the same for everybody who waits: they fail with it at once. */
  failsAll?: (error: unknown) => boolean
}

type Waiting = { enter: () => void; fail: (error: unknown) => void }

/**
 * Lets so many through at once and the others after them, in the order they came. Whoever has waited
 * for `patience` milliseconds goes in all the same; without one they wait as long as it takes.
 */
export function turnstile(atOnce: number, { failsAll = () => false }: TurnstileOptions = {}) {
  const waiting = new Set<Waiting>()
  let inside = 0

  function turn(patience: number): Promise<void> {
    return new Promise((enter, fail) => {
      const mine = { enter, fail }
      waiting.add(mine)
      if (patience === Number.POSITIVE_INFINITY) return
      const impatient = setTimeout(() => {
        if (!waiting.delete(mine)) return
        inside += 1
        enter()
      }, patience)
      mine.enter = () => {
        clearTimeout(impatient)
        enter()
      }
      mine.fail = (error) => {
        clearTimeout(impatient)
        fail(error)
      }
    })
  }

  /** Who leaves hands their place on, so that nobody who comes just now slips in before. */
  function leave() {
    const [next] = waiting
    if (next && inside <= atOnce) {
      waiting.delete(next)
      next.enter()
    } else inside -= 1
  }

  return async <Result>(
    work: () => Promise<Result>,
    patience = Number.POSITIVE_INFINITY,
  ): Promise<Result> => {
    if (inside < atOnce) inside += 1
    else await turn(patience)
    try {
      return await work()
    } catch (error) {
      if (failsAll(error)) {
        const all = [...waiting]
        waiting.clear()
        for (const { fail } of all) fail(error)
      }
      throw error
    } finally {
      leave()
    }
  }
}
