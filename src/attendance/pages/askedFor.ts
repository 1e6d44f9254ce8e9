import { parseReference } from '../../keys/reference.ts'
import type { TurnoKey } from '../arrive.ts'

/** What somebody at reception typed or scanned into the one field. */
export type AskedFor =
  | { kind: 'turno'; key: TurnoKey }
  /** Nine characters of a reference of which one is wrong. */
  | { kind: 'mistyped' }
  | { kind: 'person'; text: string }
  | { kind: 'nothing' }

const longest = 200

/** The text of a QR and a reference name a turno; everything else is a name or a document. */
export function askedFor(typed: string): AskedFor {
  const text = typed.trim().slice(0, longest)
  if (text === '') return { kind: 'nothing' }
  if (/^t1\./i.test(text)) return { kind: 'turno', key: { by: 'qr', text } }
  const read = parseReference(text)
  if (read.ok) return { kind: 'turno', key: { by: 'reference', text: read.reference } }
  // A document may have nine characters too; a name has no digit, a reference rarely has none.
  const grouped = /^\w{3}[\s-]\w{3}[\s-]\w{3}$/.test(text)
  if (read.reason === 'check' && grouped) return { kind: 'mistyped' }
  return { kind: 'person', text }
}
