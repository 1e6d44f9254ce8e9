/** Looking again may take this share of the time, one in so many. */
const restPerWork = 20

/**
 * Keeps what `load` answered, and looks again behind the back of whoever asks after `seconds` by
 * `millis()`: only the first ever waits. Where looking takes long it is done less often, so that it
 * never takes much of the machine. At 0 seconds nothing is kept.
 */
export function background<Key, Value>(
  seconds: number,
  millis: () => number,
  load: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  if (seconds === 0) return load
  const kept = new Map<Key, { from: number; value: Promise<Value> }>()
  const looking = new Set<Key>()

  async function lookAgain(key: Key): Promise<void> {
    looking.add(key)
    const began = performance.now()
    const value = load(key)
    if (!kept.has(key)) kept.set(key, { from: Number.POSITIVE_INFINITY, value })
    try {
      await value
      const rest = Math.max(seconds * 1000, (performance.now() - began) * restPerWork)
      kept.set(key, { from: millis() + rest, value })
    } catch {
      // Whoever waits for it is told by the value itself; the next to ask tries again.
      kept.delete(key)
    } finally {
      looking.delete(key)
    }
  }

  return (key) => {
    const known = kept.get(key)
    if ((!known || known.from <= millis()) && !looking.has(key)) void lookAgain(key)
    const value = kept.get(key)?.value
    return value ?? load(key)
  }
}
