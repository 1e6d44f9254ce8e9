import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import type { Config } from '../config.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withSettings } from './withSettings.ts'

/**
 * Opens the database of the settings, which migrates it, does `work`, and closes it. Complains and
 * ends with 1 where the settings contradict each other or the database does not serve. Works beside
 * a running server: on SQLite it waits its turn to write, 5 seconds at most.
 */
export async function withDatabase(
  terminal: Terminal,
  work: (database: Database, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const database = await openDatabase(config.databaseUrl, config.migrationsDir)
    try {
      return await work(database, config)
    } finally {
      await database.close()
    }
  })
}
