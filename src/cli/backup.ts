import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { backupPostgres } from '../../db/backupPostgres.ts'
import { recordBackup } from '../../db/backupRecord.ts'
import { backupSqlite } from '../../db/backupSqlite.ts'
import { type DatabasePlace, placeOf } from '../../db/place.ts'
import { openSide } from '../../db/transfer.ts'
import { tableOutlines } from '../../db/transferTables.ts'
import { systemClock } from '../clock.ts'
import { counted } from './counted.ts'
import { noDatabase } from './noDatabase.ts'
import { shortcoming } from './shortcoming.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { databaseTrouble } from './trouble.ts'
import { withSettings } from './withSettings.ts'

type Copied = { ok: true; turnos: number; checked: string } | { ok: false; says: string }

/**
 * Copies the database of the settings to a new file while Turnero runs, checks the copy, and notes in
 * the database that there is one. Never overwrites. Does not migrate: it is what comes before an update.
 */
export function backup(asked: { file: string }, terminal: Terminal): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const file = resolve(asked.file)
    const place = placeOf(config.databaseUrl)
    const obstacle = await obstacleTo(file, place)
    if (obstacle !== null) {
      terminal.complain(obstacle)
      return 1
    }
    const startedAt = systemClock.now()
    const copied = await copy(place, file, terminal.environment.PATH)
    if (!copied.ok) {
      terminal.complain(copied.says)
      return 1
    }
    const size = (statSync(file).size / 1_000_000).toFixed(1)
    terminal.say(
      `Backed up to ${file}: ${counted(copied.turnos, 'turno')}, ${size} MB; ${copied.checked}.`,
    )
    terminal.complain('The keys are not in it: keep a copy of them too, in another place.')
    await record(place, startedAt, copied.turnos, terminal)
    return 0
  })
}

async function obstacleTo(file: string, place: DatabasePlace): Promise<string | null> {
  if (existsSync(file)) return `${file} exists and was left alone: choose another name.`
  if (!existsSync(dirname(file))) return `There is no folder ${dirname(file)}.`
  return noDatabase(place)
}

async function copy(place: DatabasePlace, file: string, path: string | undefined): Promise<Copied> {
  if (place.dialect === 'sqlite') {
    try {
      const { rows } = await backupSqlite(place.file, file)
      return { ok: true, turnos: rows.turnos ?? 0, checked: 'the copy was checked' }
    } catch (error) {
      return { ok: false, says: `No backup was made: ${shortcoming(error)}` }
    }
  }
  const dumped = await backupPostgres(place.url, file, path)
  return dumped.ok
    ? { ok: true, turnos: await countTurnos(place), checked: 'its list of contents was read back' }
    : dumped
}

/** How many turnos there are by now; the dump itself can only be asked by restoring it. */
async function countTurnos(place: DatabasePlace): Promise<number> {
  const outline = tableOutlines().find(({ name }) => name === 'turnos')
  const side = await openSide(place, false)
  try {
    return outline ? await side.count(outline) : 0
  } finally {
    await side.close()
  }
}

/** A backup that could not be noted is a backup all the same. */
async function record(place: DatabasePlace, at: string, turnos: number, terminal: Terminal) {
  try {
    await recordBackup(place, at, turnos)
  } catch (error) {
    const why = databaseTrouble(error)
    if (why === null) throw error
    terminal.complain(`The backup is made, but could not be noted for "doctor": ${why}`)
  }
}
