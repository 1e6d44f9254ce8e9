import type { Db } from '#dialect'
import type { Database } from '../../../db/database.ts'
import { recordChange } from '../../audit/changes.ts'
import type { ChangePorts } from '../applyChange.ts'
import type { KnownAgency, KnownProvince } from '../settings/agencySettings.ts'
import { columnOf, type SettingName } from '../settings/columns.ts'
import {
  addAgency,
  changeAgency,
  obstacle,
  type SaveRefusal,
  TouchedMeanwhile,
} from '../settings/saveAgency.ts'
import { type AgencyLine, type LineMistake, readAgencyLines } from './agencyLines.ts'
import { type NoTable, readTable } from './readTable.ts'

/** What a file would do, line by line; or all that is wrong with it. */
export type ImportPlan =
  | { ok: true; lines: AgencyLine[] }
  | { ok: false; mistakes: LineMistake[]; noTable: NoTable | null }

/** What became of lines that were carried out: all of them, or none. */
export type Carried =
  | { ok: true }
  /** An agency is not as it was when the lines were read. */
  | { ok: false; reason: 'meanwhile' }
  | { ok: false; reason: 'refused'; mistake: LineMistake }

type ImportPorts = ChangePorts & {
  database: Database
  /** After the commit: an hour proposed at an agency may be gone, and who must be moved may have room. */
  relocations: { follow(agencyId: string): Promise<unknown> }
}

/** Agencies from a CSV: first what it would do, then all of it or nothing. */
export function agencyImport(ports: ImportPorts) {
  const { database, stores, audit, relocations } = ports

  /** What the text of a file would do now. Nothing is written. */
  async function plan(text: string): Promise<ImportPlan> {
    const table = readTable(text)
    if (!table.ok) return { ok: false, mistakes: [], noTable: table }
    const known: KnownAgency[] = await stores.agencySettings.all(database.read)
    const provinces: KnownProvince[] = await stores.agencies.provinces(database.read)
    const { lines, mistakes } = readAgencyLines(table, known, provinces)
    for (const line of lines) {
      if (line.kind !== 'changed') continue
      const refusal = await obstacle(ports, database.read, line.before, line.settings)
      if (refusal) mistakes.push(refusedLine(line, refusal))
    }
    mistakes.sort((one, other) => one.line - other.line)
    return mistakes.length > 0
      ? { ok: false, mistakes, noTable: null }
      : { ok: true, lines: lines.sort((one, other) => one.line - other.line) }
  }

  return {
    plan,

    /** Does what the lines of a plan say, all of it or nothing; twice is the same as once. */
    async carryOut(lines: readonly AgencyLine[], actor: string): Promise<Carried> {
      // The chains of the record are locked in their order, so that two imports cannot wait for each other.
      const work = lines
        .filter(({ kind }) => kind !== 'same')
        .sort((one, other) => (one.settings.code < other.settings.code ? -1 : 1))
      if (work.length === 0) return { ok: true }
      let at: AgencyLine | undefined
      try {
        await database.transaction(async (tx) => {
          for (const line of work) {
            at = line
            const saved =
              line.kind === 'added'
                ? await addAgency(ports, tx, line.settings, actor)
                : await changeLine(tx, line, actor)
            if (!saved.ok) throw new Stopped(saved)
          }
          const added = work.filter(({ kind }) => kind === 'added').length
          const entry = { actor, action: 'agencies-imported', subject: 'agencies', agencyId: null }
          await recordChange(audit, tx, entry, null, { added, changed: work.length - added })
        })
      } catch (error) {
        const refusal = refusalIn(error)
        if (!refusal || !at) throw error
        // A code that was free when the lines were read is an agency's now.
        if (refusal.reason === 'meanwhile' || refusal.reason === 'code-taken') {
          return { ok: false, reason: 'meanwhile' }
        }
        return { ok: false, reason: 'refused', mistake: refusedLine(at, refusal) }
      }
      for (const line of work) {
        if (line.kind === 'changed') await relocations.follow(line.before.id)
      }
      return { ok: true }
    },
  }

  function changeLine(tx: Db, { before, settings }: KnownLine, actor: string) {
    return changeAgency(ports, tx, before.id, before.settings, settings, actor)
  }
}

type KnownLine = Exclude<AgencyLine, { kind: 'added' }>

type Refusal = SaveRefusal | { reason: 'meanwhile' }

/** Undoes the transaction of an import. */
class Stopped extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('A line was refused while it was written')
    this.refusal = refusal
  }
}

function refusalIn(error: unknown): Refusal | null {
  if (error instanceof Stopped) return error.refusal
  if (!(error instanceof TouchedMeanwhile)) return null
  return { reason: 'touches', name: error.setting, turnos: error.turnos }
}

function refusedLine({ line, settings }: AgencyLine, refusal: SaveRefusal): LineMistake {
  const column = columnOf(columnRefused(refusal))
  // `zone` alone says that what was typed is none.
  const reason = refusal.reason === 'zone' ? 'zone-used' : refusal.reason
  return { line, column: column.headings[0], typed: column.write(settings), reason }
}

/** The column that a refusal is about. */
function columnRefused(refusal: SaveRefusal): SettingName {
  if (refusal.reason === 'touches') return refusal.name
  if (refusal.reason === 'code-taken') return 'code'
  return refusal.reason === 'zone' ? 'zone' : 'windows'
}
