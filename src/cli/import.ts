import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openStores } from '../../db/stores.ts'
import { importInstitution, readInstitution } from '../agencies/import.ts'
import type { InstitutionData } from '../agencies/institutionData.ts'
import type { Procedure } from '../agencies/procedure.ts'
import { startingAt, systemClock } from '../clock.ts'
import { counted } from './counted.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withNewDatabase } from './withDatabase.ts'

/**
 * Loads an institution's folder. All its mistakes are listed by file and place, and then nothing is
 * changed. Loading the same folder twice is loading it once. With `dryRun` only the files are checked
 * and no database is opened.
 */
export async function importFolder(
  asked: { folder: string; dryRun: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const folder = resolve(asked.folder)
  if (!(await isFolder(folder))) {
    terminal.complain(`There is no folder ${folder}.`)
    return 1
  }
  const read = await readInstitution(folder)
  if (!read.ok) return refuse(terminal, read.problems)
  if (asked.dryRun) {
    terminal.say(`The files are in order: ${inventory(read.data)}. Nothing was changed.`)
    return 0
  }
  return withNewDatabase(terminal, async (database, config) => {
    const stores = openStores(database.tables)
    const now = (config.clock ? startingAt(config.clock) : systemClock).now()
    const before = await stores.agencies.procedures(database.read)
    const problems = await importInstitution(database, stores, read.data, now)
    if (problems.length > 0) return refuse(terminal, problems)
    const after = await stores.agencies.procedures(database.read)
    terminal.say(`Imported: ${inventory(read.data)}.`)
    for (const line of newVersions(before, after)) terminal.say(line)
    return 0
  })
}

function refuse(terminal: Terminal, problems: readonly string[]): ExitCode {
  const found = counted(problems.length, 'mistake')
  terminal.complain([...problems, `${found} found; nothing was changed.`].join('\n'))
  return 1
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

function inventory(data: InstitutionData): string {
  return [
    counted(data.provinces.length, 'province'),
    counted(data.agencies.length, 'agency', 'agencies'),
    counted(data.procedures.length, 'procedure'),
    counted(data.agendas.length, 'agenda'),
    counted(data.holidays.length, 'holiday'),
  ].join(', ')
}

/** Turnos keep the version they were made with, so an operator should know when there is a new one. */
function newVersions(before: Procedure[], after: Procedure[]): string[] {
  const known = new Map(before.map(({ id, version }) => [id, version]))
  return after.flatMap(({ id, slug, version }) => {
    const old = known.get(id)
    return old === undefined || old === version
      ? []
      : [`${slug} has changed: it is at version ${version} now.`]
  })
}
