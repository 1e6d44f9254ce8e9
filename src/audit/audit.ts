import type { Db } from '#dialect'
import type { AuditStore } from '../../db/auditStore.ts'
import type { Clock } from '../clock.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import { emptyChain, endIn, headSealOf, sealOf } from './links.ts'

/** Words and numbers that say more; ids and codes, never anything personal. */
export type AuditDetail = AuditFacts

/** Named facts, and facts within facts: what JSON can say. */
export type AuditFacts = { readonly [name: string]: AuditFact }
export type AuditFact = string | number | boolean | null | readonly AuditFact[] | AuditFacts

/** Something that was done. */
export type AuditEntry = {
  /** Who did it: `staff:<id>`, `operator` (the command line), `nobody` (not signed in). */
  actor: string
  /** What, as a few words with hyphens: `sign-in`, `roles-changed`. */
  action: string
  /** To what: `staff:<id>`, `turno:<id>`. */
  subject: string
  /** The agency it concerns; null where it concerns none. */
  agencyId: string | null
  detail?: AuditDetail
}

/** The chain of what concerns no agency. Agencies have each their own, so none waits for another. */
const institutionChain = 'institution'

type AuditPorts = { store: AuditStore; clock: Clock; hash: KeyedHash }

/** The record of what was done here, by whom. */
export function createAudit({ store, clock, hash }: AuditPorts) {
  return {
    /**
     * Appends to the record, in the transaction of the fact itself: neither is there without the
     * other. Numbered from 1 without gaps in each chain, whose head is locked until the commit; a
     * transaction that records at several agencies does so in their order. Answers where it stands.
     */
    async record(tx: Db, entry: AuditEntry): Promise<{ chain: string; number: number }> {
      const at = clock.now()
      const { actor, action, subject, agencyId, detail = {} } = entry
      const chain = agencyId === null ? institutionChain : `agency:${agencyId}`
      const head = await store.lockHead(tx, chain, {
        at,
        actor: '',
        action: 'head',
        subject: '',
        agencyId: null,
        detail: { ...emptyChain },
        seal: headSealOf(hash, chain, emptyChain),
      })
      const end = endIn(head.detail)
      if (!end) throw new Error(`The head of the audit chain ${chain} was altered`)
      const row = { chain, number: end.last + 1, at, actor, action, subject, agencyId, detail }
      const seal = sealOf(hash, row, end.seal)
      await store.append(tx, { ...row, seal })
      const moved = { last: row.number, seal }
      await store.moveHead(tx, chain, { at, detail: moved, seal: headSealOf(hash, chain, moved) })
      return { chain, number: row.number }
    },
  }
}

export type Audit = ReturnType<typeof createAudit>
