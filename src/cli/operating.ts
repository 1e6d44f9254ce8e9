import type { Command } from 'commander'
import { backup } from './backup.ts'
import { doctor } from './doctor.ts'
import { figureCommands } from './figures/command.ts'
import { notEmpty } from './notEmpty.ts'
import { restore } from './restore.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { transfer } from './transfer.ts'
import { verify } from './verify.ts'

/** The commands that keep an installation safe: copies, moves and examinations. */
export function operating(turnero: Command, terminal: Terminal, end: (code: ExitCode) => void) {
  turnero
    .command('backup')
    .summary('copy the database to a file while Turnero runs')
    .description(
      'Copies the database to a new file while Turnero runs, checks the copy and notes it for doctor. A SQLite database becomes a SQLite file; a PostgreSQL is dumped by pg_dump, in its custom format. The keys are not in it.',
    )
    .argument('<file>', 'the file to make; an existing one is left alone', notEmpty)
    .action(async (file: string) => end(await backup({ file }, terminal)))

  turnero
    .command('restore')
    .summary('put a backup where the database is to be')
    .description(
      'Checks a backup, puts it where DATABASE_URL says, brings it up to date and says what it holds. Only into an empty place, unless --replace is given and nobody has the database open.',
    )
    .argument('<file>', 'what "backup" made', notEmpty)
    .option('--replace', 'take the place of a database; a SQLite file is kept beside it')
    .action(async (file: string, { replace = false }: { replace?: boolean }) =>
      end(await restore({ file, replace }, terminal)),
    )

  turnero
    .command('verify')
    .summary('check that the database agrees with itself')
    .description(
      'Reads the whole database, or a SQLite backup, in one consistent view and checks it: pages and references, turnos against seats, the load of the days, capacity, the numbering of events, and that the keys open what is sealed. Changes nothing.',
    )
    .argument('[file]', 'a SQLite file to check in place of the database', notEmpty)
    .action(async (file: string | undefined) => end(await verify({ file: file ?? null }, terminal)))

  turnero
    .command('transfer')
    .summary('move everything to another database, SQLite or PostgreSQL')
    .description(
      'Copies everything into an empty database, from SQLite to PostgreSQL or back, and compares count and hash of each table. Ids, references and links stay as they are. Turnero must be stopped, unless it is a rehearsal.',
    )
    .requiredOption(
      '--to <url>',
      'postgres://user:password@host/name, or the path of a SQLite file',
      notEmpty,
    )
    .option(
      '--rehearsal',
      'copy beside a running Turnero, to see that it works and how long it takes',
    )
    .action(async ({ to, rehearsal = false }: { to: string; rehearsal?: boolean }) =>
      end(await transfer({ to, rehearsal }, terminal)),
    )

  turnero
    .command('doctor')
    .summary('examine the installation and say what to do')
    .description(
      'Examines settings, clock, database, disk, Redis, mail and certificates, and the work that comes back. Each line is good, look or bad, with what to do. Ends with 1 where something is bad. Asks only the hosts that the settings name.',
    )
    .option('--json', 'print an array of check, verdict, says and todo')
    .action(async ({ json = false }: { json?: boolean }) => end(await doctor({ json }, terminal)))

  figureCommands(turnero, terminal, end)
}
