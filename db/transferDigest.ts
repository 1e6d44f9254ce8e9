import { createHash } from 'node:crypto'
import type { Row } from './transferSide.ts'

/** How many rows a table has and what they say: equal in both databases where their contents are. */
export type TableDigest = { rows: number; hash: string }

/** Adds up a table's rows, which come in the order of its primary key. */
export function tableDigest() {
  const hash = createHash('sha256')
  let count = 0
  return {
    add(rows: Row[]): void {
      for (const row of rows) hash.update(`${JSON.stringify(inOrder(row))}\n`, 'utf8')
      count += rows.length
    },
    end: (): TableDigest => ({ rows: count, hash: hash.digest('hex') }),
  }
}

/** The same value with the names of its objects in order, since `jsonb` does not keep theirs. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]))
}
