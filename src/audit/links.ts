import type { AuditRow } from '../../db/auditStore.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'

/** Where a chain ends: how many rows it has and the seal of the last; empty before the first. */
export type ChainEnd = { last: number; seal: string }

export const emptyChain: ChainEnd = { last: 0, seal: '' }

/** The seal of a row: a keyed hash over all it says and over the seal of the row before it. */
export function sealOf(hash: KeyedHash, row: Omit<AuditRow, 'seal'>, before: string): string {
  const { chain, number, at, actor, action, subject, agencyId, detail } = row
  const facts = [chain, number, at, actor, action, subject, agencyId, inOrder(detail), before]
  return hash('audit', JSON.stringify(facts))
}

/** The seal of a chain's head: nobody without the key can make a chain look shorter. */
export function headSealOf(hash: KeyedHash, chain: string, { last, seal }: ChainEnd): string {
  return hash('audit-head', JSON.stringify([chain, last, seal]))
}

/** What a head says, or null where it does not read as one. */
export function endIn(detail: Record<string, unknown>): ChainEnd | null {
  const { last, seal } = detail
  return typeof last === 'number' && typeof seal === 'string' ? { last, seal } : null
}

/** The same value with its names in order: one of the databases does not keep the order they came in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, inOrder(inner)])
}
