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

type ImportPorts = ChangePorts & { database: Database }

/** Agencies from a CSV: first what it would do, then all of it or nothing. */
export function agencyImport(ports: ImportPorts) {
  const { database, stores, audit } = ports

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

    /** Does what the file says, all of it or nothing; twice is the same as once. */
    async save(text: string, actor: string): Promise<ImportPlan> {
      const planned = await plan(text)
      if (!planned.ok) return planned
      // The chains of the record are locked in their order, so that two imports cannot wait for each other.
      const work = planned.lines
        .filter(({ kind }) => kind !== 'same')
        .sort((one, other) => (one.settings.code < other.settings.code ? -1 : 1))
      if (work.length === 0) return planned
      let at: AgencyLine | undefined
      try {
        await database.transaction(async (tx) => {
          for (const line of work) {
            at = line
            const saved =
              line.kind === 'added'
                ? await addAgency(ports, tx, line.settings, actor)
                : await changeAgency(ports, tx, line.before.id, line.settings, actor)
            if (!saved.ok) throw new RefusedLine(refusedLine(line, saved))
          }
          const added = work.filter(({ kind }) => kind === 'added').length
          const entry = { actor, action: 'agencies-imported', subject: 'agencies', agencyId: null }
          await recordChange(audit, tx, entry, null, { added, changed: work.length - added })
        })
      } catch (error) {
        const mistake = mistakeIn(error, at)
        if (mistake) return { ok: false, mistakes: [mistake], noTable: null }
        throw error
      }
      return planned
    },
  }
}

export type AgencyImport = ReturnType<typeof agencyImport>

/** Undoes the transaction of an import. */
class RefusedLine extends Error {
  readonly mistake: LineMistake
  constructor(mistake: LineMistake) {
    super('A line was refused while it was written')
    this.mistake = mistake
  }
}

function mistakeIn(error: unknown, at: AgencyLine | undefined): LineMistake | null {
  if (error instanceof RefusedLine) return error.mistake
  if (error instanceof TouchedMeanwhile && at) {
    return refusedLine(at, { reason: 'touches', name: error.setting, turnos: error.turnos })
  }
  return null
}

function refusedLine({ line, settings }: AgencyLine, refusal: SaveRefusal): LineMistake {
  const column = columnOf(columnRefused(refusal))
  return { line, column: column.headings[0], typed: column.write(settings), reason: refusal.reason }
}

/** The column that a refusal is about. */
function columnRefused(refusal: SaveRefusal): SettingName {
  if (refusal.reason === 'touches') return refusal.name
  if (refusal.reason === 'code-taken') return 'code'
  return refusal.reason === 'zone' ? 'zone' : 'windows'
}
