import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkFile } from '../../db/backupSqlite.ts'
import { nameOf } from '../../db/foreignDatabase.ts'
import { type DatabasePlace, placeOf } from '../../db/place.ts'
import { standingOf } from '../../db/standing.ts'
import { openSide } from '../../db/transfer.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { configuredKeyring } from '../keys/configuredKeyring.ts'
import type { Keyring } from '../keys/keyring.ts'
import { counted } from './counted.ts'
import { checkEvents } from './ledger/events.ts'
import { createFindings } from './ledger/findings.ts'
import { checkLoads } from './ledger/loads.ts'
import { checkRelocations } from './ledger/relocations.ts'
import { checkSeals } from './ledger/seals.ts'
import { checkSeats } from './ledger/seats.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withSettings } from './withSettings.ts'

/**
 * Checks that a database agrees with itself: the one of the settings, or a SQLite file such as a
 * backup. One sentence for each finding, and then 1. Changes nothing; beside a running server it sees
 * one moment of it.
 */
export function verify(asked: { file: string | null }, terminal: Terminal): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const place = placeOf(asked.file === null ? config.databaseUrl : resolve(asked.file))
    if (place.dialect === 'sqlite' && !existsSync(place.file)) {
      terminal.complain(`There is no file ${place.file}.`)
      return 1
    }
    const physical = await checkPlace(place)
    const keyring = readKeyring(config)
    if (physical.length === 0 && !keyring.ok) {
      terminal.complain(keyring.says)
      return 1
    }
    const whole = physical.length === 0 && keyring.ok
    const logical = whole ? await checkLedger(place, keyring.keyring) : null
    const problems = logical?.problems ?? physical
    if (logical && problems.length === 0) {
      terminal.say(logical.summary)
      return 0
    }
    terminal.complain(
      [...problems, `${counted(problems.length, 'finding')}; nothing was changed.`].join('\n'),
    )
    return 1
  })
}

function readKeyring(config: Config): { ok: true; keyring: Keyring } | { ok: false; says: string } {
  try {
    return { ok: true, keyring: configuredKeyring(config, false) }
  } catch (error) {
    return { ok: false, says: error instanceof Error ? error.message : 'The keys cannot be read.' }
  }
}

/** What nothing can be read through: damage of a file, or tables that are none of Turnero's. */
async function checkPlace(place: DatabasePlace): Promise<string[]> {
  if (place.dialect === 'sqlite') return checkFile(place.file).problems
  const isOurs = (await standingOf(place)) === 'ours'
  return isOurs ? [] : [`${nameOf(place)} is not a database of Turnero.`]
}

async function checkLedger(place: DatabasePlace, keyring: Keyring) {
  const findings = createFindings()
  const now = systemClock.now()
  const side = await openSide(place, false)
  try {
    const waiting = await checkRelocations(side, now, findings)
    const { days, turnos } = await checkSeats(side, now, findings, waiting)
    await checkLoads(side, days, now, findings)
    await checkEvents(side, findings)
    const opened = await checkSeals(side, keyring, findings)
    const waits = waiting.size > 0 ? ` (${waiting.size} waiting for another hour)` : ''
    const summary = `The database agrees with itself: ${counted(turnos, 'turno')} with their seats${waits}, ${counted(days.size, 'day')} with their load, events without gaps, ${counted(opened, 'sealed text')} opened.`
    return { problems: findings.all(), summary }
  } finally {
    await side.close()
  }
}
