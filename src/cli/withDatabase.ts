import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import { type Config, readConfig } from '../config.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { databaseTrouble } from './trouble.ts'

/**
 * Opens the database of the settings, which migrates it, does `work`, and closes it. Complains and
 * ends with 1 where the settings contradict each other or the database does not serve. Works beside
 * a running server: on SQLite it waits its turn to write, 5 seconds at most.
 */
export async function withDatabase(
  terminal: Terminal,
  work: (database: Database, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  const read = readConfig(terminal.environment)
  if (!read.ok) {
    terminal.complain(read.problems.join('\n'))
    return 1
  }
  try {
    const database = await openDatabase(read.config.databaseUrl, read.config.migrationsDir)
    try {
      return await work(database, read.config)
    } finally {
      await database.close()
    }
  } catch (error) {
    const sentence = databaseTrouble(error)
    if (sentence === null) throw error
    terminal.complain(sentence)
    return 1
  }
}
