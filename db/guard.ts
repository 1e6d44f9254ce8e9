import { AsyncLocalStorage } from 'node:async_hooks'
import type { TransactionGuard } from './soleGuard.ts'

/**
 * Knows, in each chain of calls, whether a transaction is open. The outer handle used inside one
 * would wait for itself on SQLite and silently leave the transaction on PostgreSQL, so it throws;
 * so does a transaction's handle used after its end.
 */
export function transactionGuard(): TransactionGuard {
  const storage = new AsyncLocalStorage<{ open: boolean }>()
  return {
    async within<T>(work: () => Promise<T>): Promise<T> {
      if (storage.getStore()?.open) {
        throw new Error('A transaction was started inside another one')
      }
      const mark = { open: true }
      try {
        return await storage.run(mark, work)
      } finally {
        mark.open = false
      }
    },
    assertInside() {
      if (!storage.getStore()?.open) {
        throw new Error('A statement was run on a transaction that is not open')
      }
    },
    assertOutside() {
      if (storage.getStore()?.open) {
        throw new Error('The outer database handle was used inside a transaction')
      }
    },
  }
}
