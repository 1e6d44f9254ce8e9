import { resolve } from 'node:path'
import { importInstitution, readInstitution } from './agencies/import.ts'
import type { Config } from './config.ts'
import type { Mailbox } from './messages/builtIn/mailbox.ts'
import { startBuiltInMailServer } from './messages/builtIn/server.ts'
import { say } from './say.ts'
import type { Services } from './services.ts'

export type Demonstration = { smtpUrl: string; mailbox: Mailbox; stop(): Promise<void> }

/** What exists only where no public address is set: a mail server with its mailbox, and sample data. */
export const demonstration = {
  async start(config: Config): Promise<Demonstration> {
    const mail = await startBuiltInMailServer({ folder: config.dataDir })
    return { smtpUrl: mail.url, mailbox: mail.mailbox, stop: mail.stop }
  },

  /** Loads the demonstration's institution into an empty database, as an operator would load theirs. */
  async fill({ config, database, stores }: Services): Promise<void> {
    if (!(await stores.institution.isEmpty(database.read))) return
    const folder = resolve(config.migrationsDir, '../seed/demo')
    const read = await readInstitution(folder)
    if (!read.ok)
      throw new Error(`The demonstration data is not usable:\n${read.problems.join('\n')}`)
    await importInstitution(database, stores, read.data)
  },

  tell(url: string, withRedis: boolean): void {
    say('')
    say(`  Turnos en línea   ${url}`)
    say(`  Mailbox           ${url}/buzon`)
    say('')
    say(
      `Demonstration mode${withRedis ? '' : ', without Redis'}: sample data, loopback only. Ctrl+C stops it.`,
    )
  },
}
