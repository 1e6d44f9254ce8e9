/**
 * The guard of a database whose transactions run one at a time and never leave the turn of the event
 * loop they began in, because only the database is awaited in them: then a mark says which code runs
 * inside. (Knowing it by chains of calls, as on PostgreSQL, makes every promise of the process dearer.)
 * The outer handle used inside would wait for itself, so it throws; so does the transaction's handle used
 * after its end, and a transaction that awaited anything else.
 */
export function soleGuard(): TransactionGuard {
  let current: { strayed: boolean } | null = null

  function assertOutside() {
    // Once a transaction has left its turn, whoever asks may be somebody else.
    if (current && !current.strayed) {
      throw new Error('The outer database handle was used inside a transaction')
    }
  }

  return {
    async within<T>(work: () => Promise<T>): Promise<T> {
      if (current) throw new Error('A transaction was started inside another one')
      const mark = { strayed: false }
      current = mark
      // The database answers within the promises of this turn, and all of them come before the next tick.
      process.nextTick(() => {
        mark.strayed = current === mark
      })
      try {
        const value = await work()
        if (mark.strayed) {
          throw new Error('A transaction awaited something other than the database')
        }
        return value
      } finally {
        current = null
      }
    },
    assertInside() {
      if (!current) throw new Error('A statement was run on a transaction that is not open')
    },
    assertOutside,
  }
}

/** Knows whether a transaction is open where a statement is run. */
export type TransactionGuard = {
  within<T>(work: () => Promise<T>): Promise<T>
  assertInside(): void
  assertOutside(): void
}
