import type { AuditRow } from '../../../db/auditStore.ts'
import { maskEmail } from '../../identity/masks.ts'

/** One thing of an entry: what it is called in the code, and how it was and became. */
export type ShownFact = { name: string; before: string | null; after: string | null }

const longest = 300
const address = /[^\s"'<>,;]+@[^\s"'<>,;]+\.[^\s"'<>,;]+/g

/**
 * What an entry says besides who, when and what: of a change each value before and after, of anything
 * else its facts. Nothing personal is written there; what looks like an address is masked all the same.
 */
export function shownDetail({ detail }: Pick<AuditRow, 'detail'>): ShownFact[] {
  const { before, after, ...others } = detail
  const facts = Object.entries(others).map(
    ([name, value]): ShownFact => ({ name, before: null, after: shown(value) }),
  )
  if (!isObject(before) && !isObject(after)) {
    if (before === undefined && after === undefined) return facts
    // What it became may stand among the facts as well, by its name.
    const known = facts.find((fact) => fact.after !== null && fact.after === shown(after))
    const change = { name: known?.name ?? '', before: shown(before), after: shown(after) }
    return [...facts.filter((fact) => fact !== known), change]
  }
  const was = isObject(before) ? before : {}
  const is = isObject(after) ? after : {}
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return [
    ...facts,
    ...names.map((name) => ({ name, before: shown(was[name]), after: shown(is[name]) })),
  ]
}

/** The same on one line, for a spreadsheet. */
export function detailLine(row: Pick<AuditRow, 'detail'>): string {
  return shownDetail(row)
    .map(({ name, before, after }) => {
      const value = before === null ? (after ?? '') : `${before} → ${after ?? ''}`
      return name === '' ? value : `${name}: ${value}`
    })
    .join(' | ')
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'string' ? value : readable(value)
  if (text === '') return null
  const masked = text.replace(address, maskEmail)
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked
}

/** Lists with commas, facts within facts with their names. */
function readable(value: unknown): string {
  if (Array.isArray(value)) return value.map(readable).join(', ')
  if (!isObject(value)) return String(value)
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${readable(inner)}`)
    .join(', ')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
