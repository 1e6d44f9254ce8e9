import { isDeepStrictEqual } from 'node:util'
import type { Db } from '#dialect'
import type { ProcedureRow } from '../../db/procedureStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { Audit, AuditFacts } from '../audit/audit.ts'
import { recordChange } from '../audit/changes.ts'
import type { ProcedureData } from './procedureForm.ts'

type SavePorts = { stores: Stores; audit: Audit }

export type ProcedureSettings = { data: ProcedureData; active: boolean }

/** A stored procedure as it is written in a form. */
export function procedureData({ slug, name, details }: ProcedureRow): ProcedureData {
  return { slug, name, ...details }
}

/** Whether what people are told or asked for differs: then there is a new version. */
export function differs(row: ProcedureRow, data: ProcedureData): boolean {
  return !isDeepStrictEqual(plain(procedureData(row)), plain(data))
}

/** Adds a procedure, in the transaction of the caller. False where its address is taken. */
export async function addProcedure(
  { stores, audit }: SavePorts,
  tx: Db,
  { data, active }: ProcedureSettings,
  actor: string,
): Promise<boolean> {
  const { slug, name, ...details } = data
  if (!(await stores.procedures.add(tx, slug, { name, details, active }))) return false
  const entry = { actor, action: 'procedure-added', subject: `procedure:${slug}`, agencyId: null }
  return recordChange(audit, tx, entry, null, factsOf(data, active, 1))
}

/**
 * Brings a procedure to what an admin wrote, in the transaction of the caller. Turnos that exist keep the
 * version they were booked under. False where it was so already.
 */
export async function changeProcedure(
  { stores, audit }: SavePorts,
  tx: Db,
  id: string,
  { data, active }: ProcedureSettings,
  actor: string,
): Promise<boolean> {
  const before = await stores.procedures.lock(tx, id)
  if (!before) throw new Error('A procedure that is gone')
  const isNew = differs(before, data)
  if (!isNew && before.active === active) return false
  const { slug: _, name, ...details } = data
  const version = before.version + (isNew ? 1 : 0)
  await stores.procedures.change(tx, before, { ...before, name, details, version, active })
  const entry = { actor, action: 'procedure-changed', subject: `procedure:${id}`, agencyId: null }
  return recordChange(
    audit,
    tx,
    entry,
    factsOf(procedureData(before), before.active, before.version),
    factsOf(data, active, version),
  )
}

function factsOf(data: ProcedureData, active: boolean, version: number): AuditFacts {
  return { ...data, active, version }
}

/** The same however its names are ordered: one of the databases keeps an order of its own. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
