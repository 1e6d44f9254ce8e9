import type { Db } from '#dialect'
import type { Tables } from './schema.ts'

/** An open database: the same face over SQLite and PostgreSQL. */
export type Database = {
  dialect: 'sqlite' | 'postgres'
  tables: Tables
  /** For reading outside transactions: sees only what is committed; throws inside a transaction. */
  read: Db
  /**
   * Runs `work` in one transaction and answers after its commit is on disk. A throw undoes it all.
   * Only the database may be awaited inside; nothing else of the outer handle either.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /** How many commits this process has made: what was read is still true here while it stays the same. */
  commits(): number
  /**
   * Counts this process, until it ends, among those that do the jobs of this database. Where it is sure
   * that no other of them is alive, `alone` is done first, while none can join; on PostgreSQL, where they
   * may be on other machines, it never is.
   */
  joinWorkers(alone: () => Promise<void>): Promise<void>
  /** Finishes what runs and closes. */
  close(): Promise<void>
}
