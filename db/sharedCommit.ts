import type { Database as Connection } from 'better-sqlite3'
import { isBusy } from './errors.ts'
import type { TransactionGuard } from './soleGuard.ts'

type Member = {
  work: () => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** How many transactions may share a commit: bounds how long the event loop is kept busy. */
const mostPerCommit = 32

/** How often a lock that another program has is asked for. */
const askAgainMillis = 20

/**
 * Transactions on the one writing connection, one after the other. Those that wait together share
 * one commit, each inside its own savepoint, and each is answered only after that commit is on disk.
 * One member's failure undoes that member alone; if the transaction itself is lost (disk full),
 * every member fails with the error that lost it. A lock that another program has is waited for at most
 * `busyMillis`.
 */
export function sharedCommits(connection: Connection, guard: TransactionGuard, busyMillis: number) {
  const statements = {
    begin: connection.prepare('BEGIN IMMEDIATE'),
    commit: connection.prepare('COMMIT'),
    rollback: connection.prepare('ROLLBACK'),
    save: connection.prepare('SAVEPOINT member'),
    release: connection.prepare('RELEASE member'),
    undo: connection.prepare('ROLLBACK TO member'),
  }
  const waiting: Member[] = []
  let draining: Promise<void> | null = null
  let made = 0

  async function drain() {
    // One turn of the event loop gathers the requests that arrived together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      await commitTogether(waiting.splice(0, mostPerCommit))
      await new Promise((resolve) => setImmediate(resolve))
    }
    draining = null
  }

  async function commitTogether(members: Member[]) {
    const answers: (() => void)[] = []
    try {
      await begin()
      for (const member of members) answers.push(await runMember(member))
      statements.commit.run()
      made += 1
    } catch (error) {
      if (connection.inTransaction) statements.rollback.run()
      // Who queued up behind a lock that is not to be had would only wait for it once more.
      if (isBusy(error)) members.push(...waiting.splice(0))
      for (const member of members) member.reject(error)
      return
    }
    for (const answer of answers) answer()
  }

  /**
   * Asks for the lock again and again while another program has it. SQLite's own patience would sleep in
   * the middle of the event loop, and nobody could even read a page meanwhile.
   */
  async function begin() {
    const end = performance.now() + busyMillis
    for (;;) {
      try {
        statements.begin.run()
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() >= end) throw error
        await new Promise((resolve) => setTimeout(resolve, askAgainMillis))
      }
    }
  }

  async function runMember(member: Member): Promise<() => void> {
    statements.save.run()
    try {
      const value = await guard.within(member.work)
      statements.release.run()
      return () => member.resolve(value)
    } catch (error) {
      if (!connection.inTransaction) throw error
      statements.undo.run()
      statements.release.run()
      return () => member.reject(error)
    }
  }

  return {
    transaction<T>(work: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let kept: { value: T }
        waiting.push({
          work: async () => {
            kept = { value: await work() }
          },
          resolve: () => resolve(kept.value),
          reject,
        })
        draining ??= drain()
      })
    },
    /** How many commits were made. */
    count: () => made,
    /** Resolves when nothing waits any more. */
    async idle() {
      while (draining !== null) await draining
    },
  }
}
