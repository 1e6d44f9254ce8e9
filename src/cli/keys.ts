import { generateKeys } from '../keys/newKeys.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/**
 * Prints a new set of keys as lines for the settings file. Nothing is stored. The warning goes to
 * standard error, so that standard output can be appended to the file.
 */
export function keys(terminal: Terminal): ExitCode {
  terminal.say(generateKeys().trimEnd())
  terminal.complain(
    'Keep these four lines secret, and a copy of them apart from the database: what is sealed with lost keys stays sealed.',
  )
  return 0
}
