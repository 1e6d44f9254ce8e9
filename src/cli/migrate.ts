import { migrationState } from '../../db/migrationState.ts'
import { counted } from './counted.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withNewDatabase } from './withDatabase.ts'

/** Brings the database up to date, which every start does too, and says how far it is. */
export function migrate(terminal: Terminal): Promise<ExitCode> {
  return withNewDatabase(terminal, async (database, { migrationsDir }) => {
    const { applied, known, last } = await migrationState(database, migrationsDir)
    if (applied > known) {
      terminal.complain(
        `The database is ahead of this program: it has ${counted(applied, 'migration')}, and this program knows ${known}. Use the newer program.`,
      )
      return 1
    }
    const kind = database.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'
    terminal.say(
      `The ${kind} database is up to date: ${counted(applied, 'migration')}, the last is ${last}.`,
    )
    return 0
  })
}
