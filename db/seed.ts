import { resolve } from 'node:path'
import { importFolder } from '../src/cli/import.ts'
import { ownTerminal } from '../src/cli/ownTerminal.ts'
import type { ExitCode, Terminal } from '../src/cli/terminal.ts'
import { readConfig } from '../src/config.ts'

process.exitCode = await seed(ownTerminal(process.env))

/** `npm run db:seed`: the demonstration's institution, by the door every institution comes in by. */
async function seed(terminal: Terminal): Promise<ExitCode> {
  const read = readConfig(terminal.environment)
  if (!read.ok) {
    terminal.complain(read.problems.join('\n'))
    return 1
  }
  if (!read.config.demo) {
    terminal.complain(
      'The demonstration data are for demo mode, and PUBLIC_BASE_URL is set: load your own with "npm run turnero -- import <folder>".',
    )
    return 1
  }
  const folder = resolve(read.config.migrationsDir, '../seed/demo')
  return importFolder({ folder, dryRun: false }, terminal)
}
