import { resolve } from 'node:path'
import { importInstitution, readInstitution } from './agencies/import.ts'
import type { Config } from './config.ts'
import type { Mailbox } from './messages/builtIn/mailbox.ts'
import { startBuiltInMailServer } from './messages/builtIn/server.ts'
import { say } from './say.ts'
import type { Services } from './services.ts'
import { linkPath } from './staff/oneTimeLinks.ts'
import type { RoleGrant } from './staff/roles.ts'

/** Somebody of the demonstration, and where they sign in once. */
export type SignInLink = { name: string; path: string }

const centro = 'guayaquil-centro'

/** Who works in the demonstration's institution. */
const people: { name: string; email: string; roles: RoleGrant[] }[] = [
  {
    name: 'Administración',
    email: 'administracion@demostracion.example',
    roles: [{ role: 'admin', agencyId: null }],
  },
  {
    name: 'Supervisión',
    email: 'supervision@demostracion.example',
    roles: [{ role: 'supervisor', agencyId: centro }],
  },
  {
    name: 'Ventanilla',
    email: 'ventanilla@demostracion.example',
    roles: [
      { role: 'window', agencyId: centro },
      { role: 'reception', agencyId: centro },
    ],
  },
]

export type Demonstration = { smtpUrl: string; mailbox: Mailbox; stop(): Promise<void> }

/** What exists only where no public address is set: a mail server with its mailbox, and sample data. */
export const demonstration = {
  async start(config: Config): Promise<Demonstration> {
    const mail = await startBuiltInMailServer({ folder: config.dataDir })
    return { smtpUrl: mail.url, mailbox: mail.mailbox, stop: mail.stop }
  },

  /** Loads the demonstration's institution into an empty database, as an operator would load theirs. */
  async fill({ clock, config, database, stores }: Services): Promise<void> {
    if (!(await stores.institution.isEmpty(database.read))) return
    const folder = resolve(config.migrationsDir, '../seed/demo')
    const read = await readInstitution(folder)
    if (!read.ok)
      throw new Error(`The demonstration data is not usable:\n${read.problems.join('\n')}`)
    await importInstitution(database, stores, read.data, clock.now())
  },

  /** One-time links that sign in as the demonstration's people; those of earlier starts end. */
  async signInLinks({ database, staff, stores }: Services): Promise<SignInLink[]> {
    const links: SignInLink[] = []
    for (const { email, name, roles } of people) {
      const missing = await Promise.all(
        roles.map(
          async ({ agencyId }) =>
            agencyId !== null && !(await stores.agencies.agency(database.read, agencyId)),
        ),
      )
      // An institution of one's own may have no such agency.
      if (missing.includes(true)) continue
      await staff.accounts.add({ email, name }, roles, 'operator')
      const link = await staff.accounts.demoLink(email)
      if (link.ok) links.push({ name, path: linkPath(link.token) })
    }
    return links
  },

  tell(url: string, signInLinks: readonly SignInLink[], withRedis: boolean): void {
    say('')
    say(`  Turnos en línea   ${url}`)
    say(`  Mailbox           ${url}/buzon`)
    say('')
    say('  Sign in as (each link works once):')
    for (const { name, path } of signInLinks) say(`  ${name.padEnd(16)}  ${url}${path}`)
    say('')
    say(
      `Demonstration mode${withRedis ? '' : ', without Redis'}: sample data, loopback only. Ctrl+C stops it.`,
    )
  },
}
