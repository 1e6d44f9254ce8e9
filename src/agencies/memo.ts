/** Keys may come from a form: so many answers are kept, then none, so that nobody can fill the memory. */
const mostKept = 2000

/** Keeps what `load` answered for `seconds` by `millis()`; at 0 it keeps nothing. */
export function memo<Key, Value>(
  seconds: number,
  millis: () => number,
  load: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const kept = new Map<Key, { until: number; value: Promise<Value> }>()
  return (key) => {
    const now = millis()
    const known = kept.get(key)
    if (known && now < known.until) return known.value
    const value = load(key)
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, { until: now + seconds * 1000, value })
    // What failed is not kept: the next to ask tries again.
    value.catch(() => kept.delete(key))
    return value
  }
}
