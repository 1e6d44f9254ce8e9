import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import { createAudit } from '../audit/audit.ts'
import type { Config } from '../config.ts'
import { parseEmail } from '../identity/email.ts'
import { staffSeals } from '../staff/account.ts'
import { type Accounts, createAccounts } from '../staff/accounts.ts'
import { createOneTimeLinks, linkPath } from '../staff/oneTimeLinks.ts'
import { isInstitutionWide, isRole, type RoleGrant, roles } from '../staff/roles.ts'
import { createSessions } from '../staff/sessions.ts'
import { longestStaffName, tidyStaffName } from '../staff/staffName.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { type KeyedGround, withKeys } from './withKeys.ts'

/** Who acts, in the record: whoever has the command line. */
const operator = 'operator'

type Roles = { role: string[]; agency: string[] }
type Ground = { accounts: Accounts; database: Database; stores: Stores; config: Config }

/** Opens an account; prints the link with which its person chooses a password. */
export function staffAdd(
  given: Roles & { email: string; name: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withAccounts(terminal, async (ground) => {
    const email = parseEmail(given.email)
    const name = tidyStaffName(given.name)
    if (!email.ok) return complaint(terminal, 'The e-mail address must be like name@example.org.')
    if (name === '') return complaint(terminal, 'The name is missing.')
    if (name.length > longestStaffName) {
      return complaint(terminal, `The name is too long: ${longestStaffName} characters at most.`)
    }
    const grants = await grantsOf(ground, given)
    if (!grants.ok) return complaint(terminal, grants.problem)
    const person = { email: email.address, name }
    const added = await ground.accounts.add(person, grants.grants, operator)
    if (!added.ok) {
      return complaint(
        terminal,
        'This address has an account: see "staff reset" and "staff roles".',
      )
    }
    tellLink(terminal, ground.config, added.token)
    return 0
  })
}

/** Gives an account exactly these roles. */
export function staffRoles(given: Roles & { email: string }, terminal: Terminal) {
  return withAccounts(terminal, async (ground) => {
    const grants = await grantsOf(ground, given)
    if (!grants.ok) return complaint(terminal, grants.problem)
    const result = await ground.accounts.setRoles(given.email, grants.grants, operator)
    if (!result.ok) return unknownAddress(terminal)
    terminal.say('The roles are changed; the person is signed out everywhere.')
    return 0
  })
}

/** Lists every account, one a line. */
export function staffList(terminal: Terminal): Promise<ExitCode> {
  return withAccounts(terminal, async ({ accounts }) => {
    const all = await accounts.all()
    if (all.length === 0) terminal.say('There is no account yet: see "staff add".')
    for (const { email, name, status, hasFactor, roles: held } of all) {
      const where = held.map(({ role, agencyId }) => `${role}@${agencyId ?? '*'}`).join(' ')
      const factor = hasFactor ? 'second factor' : 'password only'
      terminal.say([email, name, status, factor, where].join('  '))
    }
    return 0
  })
}

/** Closes an account. */
export function staffDisable({ email }: { email: string }, terminal: Terminal) {
  return withAccounts(terminal, async ({ accounts }) => {
    const result = await accounts.disable(email, operator)
    if (!result.ok) return unknownAddress(terminal)
    terminal.say('The account is closed; the person is signed out everywhere.')
    return 0
  })
}

/** Ends a password; prints the link for a new one. */
export function staffReset(
  { email, secondFactor }: { email: string; secondFactor: boolean },
  terminal: Terminal,
) {
  return withAccounts(terminal, async ({ accounts, config }) => {
    const result = await accounts.reset(email, { factor: secondFactor }, operator)
    if (!result.ok) return unknownAddress(terminal)
    tellLink(terminal, config, result.token)
    return 0
  })
}

function withAccounts(
  terminal: Terminal,
  work: (ground: Ground) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withKeys(terminal, (ground) => work({ ...ground, accounts: accountsOf(ground) }))
}

function accountsOf({ database, stores, clock, hash, keyring }: KeyedGround): Accounts {
  const audit = createAudit({ store: stores.audit, clock, hash })
  const ports = { database, stores, clock, hash, audit, seals: staffSeals(keyring) }
  return createAccounts(ports, createOneTimeLinks(ports, createSessions(ports)))
}

type Grants = { ok: true; grants: RoleGrant[] } | { ok: false; problem: string }

/** Every role at every agency that was named; admins and auditors once, for the institution. */
async function grantsOf(
  { database, stores }: Pick<Ground, 'database' | 'stores'>,
  given: Roles,
): Promise<Grants> {
  const named = [...new Set(given.role)]
  const agencies = [...new Set(given.agency)]
  const unknown = named.find((role) => !isRole(role))
  if (unknown !== undefined) {
    return { ok: false, problem: `There is no role ${unknown}. Roles are ${roles.join(', ')}.` }
  }
  for (const code of agencies) {
    if (!(await stores.agencies.agency(database.read, code))) {
      return { ok: false, problem: `There is no agency ${code}.` }
    }
  }
  const wanted = named.filter(isRole)
  const local = wanted.filter((role) => !isInstitutionWide(role))
  if (local.length > 0 && agencies.length === 0) {
    return { ok: false, problem: `The role ${local[0]} needs an agency: --agency CODE.` }
  }
  if (local.length === 0 && agencies.length > 0) {
    return { ok: false, problem: `The role ${wanted[0]} has the whole institution: no --agency.` }
  }
  return {
    ok: true,
    grants: wanted.flatMap((role): RoleGrant[] =>
      isInstitutionWide(role)
        ? [{ role, agencyId: null }]
        : agencies.map((agencyId) => ({ role, agencyId })),
    ),
  }
}

/** The link alone on standard output, so that it can be handed on. */
function tellLink(terminal: Terminal, { publicBaseUrl, port }: Config, token: string) {
  terminal.say(`${publicBaseUrl ?? `http://localhost:${port}`}${linkPath(token)}`)
  terminal.complain('Hand this link to its person alone. It works once, within 24 hours.')
}

function unknownAddress(terminal: Terminal): ExitCode {
  return complaint(terminal, 'There is no account with this address: see "staff list".')
}

function complaint(terminal: Terminal, sentence: string): ExitCode {
  terminal.complain(sentence)
  return 1
}
