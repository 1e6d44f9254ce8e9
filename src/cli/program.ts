import { Command, CommanderError } from 'commander'
import { feriados } from './feriados.ts'
import { importFolder } from './import.ts'
import { keys } from './keys.ts'
import { migrate } from './migrate.ts'
import { notEmpty } from './notEmpty.ts'
import { operating } from './operating.ts'
import { settings } from './settings.ts'
import { staffing } from './staffing.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/**
 * Runs one command line, without the names of Node and of the program: `['feriados', '2027']`. What the
 * operator got wrong is complained about in a sentence; only a fault of the program is thrown.
 */
export async function runTurnero(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let ended: ExitCode = 0
  const end = (code: ExitCode) => {
    ended = code
  }
  try {
    const turnero = program(terminal, end)
    await turnero.parseAsync(helpless(line, turnero), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has said what it was: a mistyped command, or the help that was asked for.
    return error.exitCode === 0 ? 0 : 1
  }
  return ended
}

/**
 * The line without its "help" where that is about a command there is not: Commander would answer with
 * the help of everything, and says what was mistyped only of a command that is called.
 */
function helpless(line: readonly string[], turnero: Command): string[] {
  const [first, name, ...rest] = line
  const isKnown = turnero.commands.some((command) => command.name() === name)
  const isMistyped = first === 'help' && name !== undefined && !name.startsWith('-') && !isKnown
  return isMistyped && name !== 'help' ? [name, ...rest] : [...line]
}

function program(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const turnero = new Command('turnero')
    .description(
      "The operator's command line. Through npm it is called as: npm run turnero -- import my-institution",
    )
    .helpCommand('help [command]', 'explain a command')
    .helpOption('-h, --help', 'explain a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })

  turnero
    .command('import')
    .summary('load an institution from a folder')
    .description(
      'Loads an institution from a folder of JSON files: institution, provinces, agencies, procedures, agendas and holidays. What exists is brought up to the files; what the files do not name stays. All mistakes are listed, and then nothing is changed. db/seed/demo is an example.',
    )
    .argument('<folder>', 'where the files are', notEmpty)
    .option('--dry-run', 'check the files and change nothing')
    .action(async (folder: string, { dryRun = false }: { dryRun?: boolean }) =>
      end(await importFolder({ folder, dryRun }, terminal)),
    )

  turnero
    .command('feriados')
    .summary("print a year's national rest days")
    .description(
      'Prints the national rest days taken off in a year, by the law of transfers. Days added by decree are not among them. Needs no settings and no database.',
    )
    .argument('<year>', 'from 2017 to 2100')
    .option('--json', 'print an array of name, date (of the law) and observed (the day off)')
    .action((year: string, { json = false }: { json?: boolean }) =>
      end(feriados({ year, json }, terminal)),
    )

  turnero
    .command('keys')
    .summary('print a new set of keys for the settings')
    .description(
      'Prints a new set of keys as four lines for the settings file. Nothing is stored or changed.',
    )
    .action(() => end(keys(terminal)))

  turnero
    .command('migrate')
    .summary('bring the database up to date')
    .description(
      'Brings the database up to date and says how far it is. Every start does the same; the command is for doing it first.',
    )
    .action(async () => end(await migrate(terminal)))

  turnero
    .command('settings')
    .summary('print the settings as they take effect')
    .description(
      'Prints every setting as it takes effect, with secrets masked, and what is wrong with them.',
    )
    .action(() => end(settings(terminal)))

  operating(turnero, terminal, end)
  staffing(turnero, terminal, end)
  return turnero
}
