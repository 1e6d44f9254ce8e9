import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import { placeOf } from '../../db/place.ts'
import type { Config } from '../config.ts'
import { noDatabase } from './noDatabase.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withSettings } from './withSettings.ts'

/**
 * Opens the database of the settings, which migrates it, does `work`, and closes it. Complains and
 * ends with 1 where the settings contradict each other, the database does not serve, or there is none
 * yet: a mistyped DATABASE_URL must not make an empty one. Works beside a running server: on SQLite it
 * waits its turn to write, 5 seconds at most.
 */
export async function withDatabase(
  terminal: Terminal,
  work: (database: Database, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const missing = await noDatabase(placeOf(config.databaseUrl))
    if (missing !== null) {
      terminal.complain(missing)
      return 1
    }
    return withOpened(config, work)
  })
}

/** As `withDatabase`, for what an installation begins with: makes the database where there is none. */
export async function withNewDatabase(
  terminal: Terminal,
  work: (database: Database, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withSettings(terminal, (config) => withOpened(config, work))
}

async function withOpened(
  config: Config,
  work: (database: Database, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  const database = await openDatabase(config.databaseUrl, config.migrationsDir)
  try {
    return await work(database, config)
  } finally {
    await database.close()
  }
}
