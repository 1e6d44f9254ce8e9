import type { AuditStore } from '../../db/auditStore.ts'
import type { Database } from '../../db/database.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import { type ChainEnd, emptyChain, endIn, headSealOf, sealOf } from './links.ts'

/** A chain in order: its length and the seal it ends in, which an operator may keep elsewhere. */
export type SoundChain = { chain: string; rows: number; seal: string }

/**
 * Why a row is the first that does not hold: it or the one before was `altered`; it is `missing`; or
 * the chain's head (number 0) is gone, altered, or says that the chain ended earlier.
 */
export type BrokenRow = { chain: string; number: number; why: 'altered' | 'missing' | 'head' }

export type AuditVerdict = { ok: true; chains: SoundChain[] } | ({ ok: false } & BrokenRow)

const pageSize = 500

type VerifyPorts = { database: Database; store: AuditStore; hash: KeyedHash }

/**
 * Checks every row of the record against the row before it, and the number of rows against the head;
 * names the first that is broken. Reads beside a running server: what is added meanwhile is checked too.
 */
export async function verifyAudit(ports: VerifyPorts): Promise<AuditVerdict> {
  const { database, store } = ports
  const chains: SoundChain[] = []
  for (const chain of await store.chains(database.read)) {
    const result = await verifyChain(ports, chain)
    if ('why' in result) return { ok: false, ...result }
    chains.push(result)
  }
  return { ok: true, chains }
}

async function verifyChain(ports: VerifyPorts, chain: string): Promise<SoundChain | BrokenRow> {
  const { database, store, hash } = ports
  const promised = await headOf(ports, chain)
  if (!promised) return { chain, number: 0, why: 'head' }
  let end = emptyChain
  for (;;) {
    const rows = await store.rows(database.read, chain, end.last, pageSize)
    for (const row of rows) {
      const number = end.last + 1
      if (row.number !== number) return { chain, number, why: 'missing' }
      const { seal } = row
      if (seal !== sealOf(hash, row, end.seal)) return { chain, number, why: 'altered' }
      end = { last: number, seal }
    }
    if (rows.length < pageSize) break
  }
  if (end.last < promised.last) return { chain, number: end.last + 1, why: 'missing' }
  // Rows come with their head in one transaction, so a head read after them knows them all.
  const after = await headOf(ports, chain)
  if (!after || after.last < end.last) return { chain, number: 0, why: 'head' }
  return { chain, rows: end.last, seal: end.seal }
}

async function headOf({ database, store, hash }: VerifyPorts, chain: string) {
  const head = await store.head(database.read, chain)
  const end: ChainEnd | null = head && endIn(head.detail)
  return head && end && head.seal === headSealOf(hash, chain, end) ? end : null
}
