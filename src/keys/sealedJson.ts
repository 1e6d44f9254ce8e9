import type { Keyring } from './keyring.ts'
import { open, seal } from './seal.ts'

/**
 * Seals and opens a value as JSON, bound to its row: what was sealed for one id does not open for
 * another. What comes back is trusted to have the shape that went in, because only we can seal.
 */
export function sealedJson<Value>(keyring: Keyring, kind: string) {
  const context = (id: string) => `${kind}:personal:${id}`
  return {
    seal: (id: string, value: Value): string => seal(keyring, JSON.stringify(value), context(id)),
    open: (id: string, sealed: string): Value => JSON.parse(open(keyring, sealed, context(id))),
  }
}
