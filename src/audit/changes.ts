import { isDeepStrictEqual } from 'node:util'
import type { Db } from '#dialect'
import type { Audit, AuditEntry, AuditFacts } from './audit.ts'

/**
 * Records what somebody set: of two states of the same thing only what differs, under `before` and
 * `after`, in the transaction that writes it. Null stands for a thing that is not there yet, or no
 * longer. Answers false, and records nothing, where nothing differs. Nothing personal goes in.
 */
export async function recordChange(
  audit: Audit,
  tx: Db,
  entry: Omit<AuditEntry, 'detail'>,
  before: AuditFacts | null,
  after: AuditFacts | null,
): Promise<boolean> {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const differing = names.filter(
    (name) => !isDeepStrictEqual(before?.[name] ?? null, after?.[name] ?? null),
  )
  if (differing.length === 0 && (before === null) === (after === null)) return false
  const detail = { before: only(before, differing), after: only(after, differing) }
  await audit.record(tx, { ...entry, detail })
  return true
}

function only(facts: AuditFacts | null, names: readonly string[]): AuditFacts | null {
  if (facts === null) return null
  return Object.fromEntries(names.map((name) => [name, facts[name] ?? null]))
}
