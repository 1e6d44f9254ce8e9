import { addressFault } from '../../db/address.ts'
import { ForeignDatabase } from '../../db/foreignDatabase.ts'
import { isOccupied } from '../../db/occupied.ts'
import { openDatabase } from '../../db/open.ts'
import { placeOf } from '../../db/place.ts'
import { standingOf } from '../../db/standing.ts'
import {
  isSame,
  type MovedTable,
  transfer as move,
  type TransferResult,
} from '../../db/transfer.ts'
import { counted } from './counted.ts'
import { maskedAddress } from './masked.ts'
import { noDatabase } from './noDatabase.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { blaming } from './trouble.ts'
import { withSettings } from './withSettings.ts'

/**
 * Copies everything from the database of the settings into an empty one, of either kind, and compares
 * count and hash of every table. The settings are not changed. Unless it is a `rehearsal`, nobody may
 * have the source open: what is written after the copy would stay behind.
 */
export function transfer(
  asked: { to: string; rehearsal: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withSettings(terminal, async ({ databaseUrl, migrationsDir }) => {
    const fault = addressFault(asked.to)
    if (fault !== null) {
      terminal.complain(`--to ${fault}.`)
      return 1
    }
    const source = placeOf(databaseUrl)
    const missing = await noDatabase(source)
    if (missing !== null) {
      terminal.complain(missing)
      return 1
    }
    const target = placeOf(asked.to)
    if ((await blaming('--to', () => standingOf(target))) === 'foreign')
      throw new ForeignDatabase(target, '--to')
    if (!asked.rehearsal && (await isOccupied(source))) {
      terminal.complain(
        'Another program has the database open: stop Turnero on every machine first, or add --rehearsal to try it with a copy that will be out of date.',
      )
      return 1
    }
    const upToDate = async (url: string) => (await openDatabase(url, migrationsDir)).close()
    await upToDate(databaseUrl)
    await blaming('--to', () => upToDate(asked.to))
    // From here on either end may break off, and the drivers do not say which.
    const result = await blaming('DATABASE_URL or --to', () =>
      move(databaseUrl, asked.to, (table) => terminal.say(lineOf(table)), asked.rehearsal),
    )
    if (!result.ok) {
      terminal.complain(faultOf(result))
      return 1
    }
    const rows = result.tables.reduce((sum, { to }) => sum + to.rows, 0)
    terminal.say(
      `Everything is in ${maskedAddress(asked.to)}: ${counted(rows, 'row')} in ${counted(result.tables.length, 'table')}, every hash equal.`,
    )
    terminal.say(
      asked.rehearsal
        ? 'This was a rehearsal: do it again, into an empty database, with Turnero stopped.'
        : 'Set DATABASE_URL to it, leave the keys as they are, and start Turnero.',
    )
    return 0
  })
}

function faultOf(result: Extract<TransferResult, { ok: false }>): string {
  if (result.reason === 'not-empty') {
    return `The target is not empty: it has rows in ${result.table}. Nothing was written.`
  }
  return result.reason === 'unfit'
    ? `A row of ${result.table} does not fit the target (${result.code}). Nothing was kept in it.`
    : 'What was read back differs from what was written. Nothing was kept in the target.'
}

function lineOf(table: MovedTable): string {
  const { name, from, to } = table
  const sign = isSame(table) ? '=' : '≠'
  return `${name.padEnd(22)} ${String(from.rows).padStart(9)} ${sign} ${String(to.rows).padEnd(9)} ${from.hash.slice(0, 16)} ${sign} ${to.hash.slice(0, 16)}`
}
