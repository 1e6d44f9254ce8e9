import type { Command } from 'commander'
import { placeOf } from '../../../db/place.ts'
import { openSide } from '../../../db/transfer.ts'
import { counted } from '../counted.ts'
import { noDatabase } from '../noDatabase.ts'
import type { ExitCode, Terminal } from '../terminal.ts'
import { withKeys } from '../withKeys.ts'
import { withSettings } from '../withSettings.ts'
import { recount } from './compare.ts'

/** How many differences are told one by one. */
const mostTold = 20

/** The command about the figures that reports are made of. */
export function figureCommands(
  turnero: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  const figures = turnero
    .command('figures')
    .summary('recount the figures of the days that are over')
    .description('The figures of the days that are over, which the reports read.')

  figures
    .command('recount')
    .description(
      'Counts every day that is over from the rows, one consistent view beside a running server, and compares: each day with its rows, each week and month with its days, to the last digit. Names what differs, and then ends with 1. Changes nothing.',
    )
    .option('--json', 'print days, waiting, rows and differences')
    .action(async ({ json = false }: { json?: boolean }) => end(await runRecount(json, terminal)))

  figures
    .command('forget')
    .description(
      'Forgets all figures, so that the next runs of the job count every day anew. What cannot be found out afterwards stays: what was offered, how far away the first free slot was, and searches that found nothing.',
    )
    .action(async () => end(await runForget(terminal)))
}

function runRecount(json: boolean, terminal: Terminal): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const place = placeOf(config.databaseUrl)
    const missing = await noDatabase(place)
    if (missing !== null) {
      terminal.complain(missing)
      return 1
    }
    const side = await openSide(place, false)
    try {
      const result = await recount(side)
      const { days, waiting, rows, differences } = result
      if (json) {
        terminal.say(JSON.stringify({ equal: differences.length === 0, ...result }, null, 2))
        return differences.length === 0 ? 0 : 1
      }
      const later =
        waiting === 0 ? '' : ` ${counted(waiting, 'day')} more will be counted anew by the job.`
      if (differences.length === 0) {
        terminal.say(
          `The figures are those of the rows: ${counted(days, 'day')} of agencies in ${counted(rows, 'row')}, equal to the last digit.${later}`,
        )
        return 0
      }
      terminal.complain(
        [
          ...differences
            .slice(0, mostTold)
            .map(
              ({ agency, procedure, span, from, figures }) =>
                `${agency}, ${procedure}, ${span} ${from}: ${figures.join(', ')} differ.`,
            ),
          `${counted(differences.length, 'row')} of the figures are not those of the rows; nothing was changed. "turnero figures forget" has all counted anew.${later}`,
        ].join('\n'),
      )
      return 1
    } finally {
      await side.close()
    }
  })
}

function runForget(terminal: Terminal): Promise<ExitCode> {
  return withKeys(terminal, async ({ database, stores }) => {
    await database.transaction((tx) => stores.figures.forget(tx))
    terminal.say('The figures are forgotten; the running server counts the days anew.')
    return 0
  })
}
