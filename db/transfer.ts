import { codesOf, isUnavailable } from './errors.ts'
import { type DatabasePlace, placeOf } from './place.ts'
import { type TableDigest, tableDigest } from './transferDigest.ts'
import { openPostgresSide } from './transferPostgres.ts'
import type { Row, TransferSide } from './transferSide.ts'
import { openSqliteSide } from './transferSqlite.ts'
import { type TableOutline, tableOutlines } from './transferTables.ts'

/** A table on both sides of a move. */
export type MovedTable = { name: string; from: TableDigest; to: TableDigest }

export type TransferResult =
  | { ok: true; tables: MovedTable[] }
  /** The target has rows in this table; nothing was written. */
  | { ok: false; reason: 'not-empty'; table: string }
  /** The target refuses a row of this table, as PostgreSQL does a zero byte; nothing was kept. */
  | { ok: false; reason: 'unfit'; table: string; code: string }
  /** What was read back is not what was written; nothing was kept. */
  | { ok: false; reason: 'differs'; tables: MovedTable[] }

/** Opens one end of a move: a consistent view, or with `alone` the whole database, for nobody else to write. */
export async function openSide(place: DatabasePlace, alone: boolean): Promise<TransferSide> {
  return place.dialect === 'postgres'
    ? openPostgresSide(place.url, alone)
    : openSqliteSide(place.file, alone)
}

/**
 * Copies every table from one database to another: parents before children, in batches, out of one
 * consistent view and into one transaction, which is committed only if every table read back has the
 * same count and hash. Both must be brought up to date before. Ids, references and versions stay, so
 * with the same keys every link stays good. Unless others `mayWrite` there, nobody writes to the source
 * until it is over: it would stay behind.
 */
export async function transfer(
  from: string,
  to: string,
  told: (table: MovedTable) => void = () => undefined,
  mayWrite = false,
): Promise<TransferResult> {
  const source = await openSide(placeOf(from), !mayWrite)
  try {
    const target = await openSide(placeOf(to), true)
    try {
      return await move(source, target, told)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function move(
  source: TransferSide,
  target: TransferSide,
  told: (table: MovedTable) => void,
): Promise<TransferResult> {
  const outlines = tableOutlines()
  for (const outline of outlines) {
    for await (const rows of target.batches(outline)) {
      if (rows.length > 0) return { ok: false, reason: 'not-empty', table: outline.name }
    }
  }
  const tables: MovedTable[] = []
  for (const outline of outlines) {
    const sent = tableDigest()
    for await (const rows of source.batches(outline)) {
      sent.add(rows)
      const code = await add(target, outline, rows)
      if (code !== null) return { ok: false, reason: 'unfit', table: outline.name, code }
    }
    const found = tableDigest()
    for await (const rows of target.batches(outline)) found.add(rows)
    const table = { name: outline.name, from: sent.end(), to: found.end() }
    tables.push(table)
    told(table)
  }
  if (!tables.every(isSame)) return { ok: false, reason: 'differs', tables }
  await target.commit()
  return { ok: true, tables }
}

/** Adds rows; null, or the code by which the target refuses what they say. */
async function add(target: TransferSide, table: TableOutline, rows: Row[]): Promise<string | null> {
  try {
    await target.add(table, rows)
    return null
  } catch (error) {
    const [code] = codesOf(error)
    if (code === undefined || isUnavailable(error)) throw error
    return code
  }
}

/** Whether a table came over whole. */
export function isSame({ from, to }: MovedTable): boolean {
  return from.rows === to.rows && from.hash === to.hash
}
