import { ForeignDatabase } from '../../db/foreignDatabase.ts'
import { type Config, readConfig } from '../config.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { databaseTrouble } from './trouble.ts'

/**
 * Reads the settings and does `work` with them. Complains and ends with 1 where the settings contradict
 * each other, or a database does not serve.
 */
export async function withSettings(
  terminal: Terminal,
  work: (config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  const read = readConfig(terminal.environment)
  if (!read.ok) {
    terminal.complain(read.problems.join('\n'))
    return 1
  }
  try {
    return await work(read.config)
  } catch (error) {
    const sentence = error instanceof ForeignDatabase ? error.message : databaseTrouble(error)
    if (sentence === null) throw error
    terminal.complain(sentence)
    return 1
  }
}
