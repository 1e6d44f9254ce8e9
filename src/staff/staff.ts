import type { Config } from '../config.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { Cookies } from '../web/cookies.ts'
import { type Account, staffSeals } from './account.ts'
import { accountKeyOf } from './accountKey.ts'
import { createAccounts } from './accounts.ts'
import { createSignInAllowance } from './allowance.ts'
import { createDevices } from './device.ts'
import { createOneTimeLinks } from './oneTimeLinks.ts'
import { createOwnAccount } from './ownAccount.ts'
import type { StaffPorts } from './ports.ts'
import { arePrivileged } from './roles.ts'
import { createSessionCookie } from './sessionCookie.ts'
import { createSessions } from './sessions.ts'
import { createSignIn } from './signIn.ts'

type StaffSurroundings = Omit<StaffPorts, 'seals'> & {
  keyring: Keyring
  cookies: Cookies
  config: Pick<Config, 'demo' | 'staffSecondFactor'>
}

/** The room of the people who work here: their accounts, and how they come in. */
export function createStaff(around: StaffSurroundings) {
  const { config, cookies, keyring } = around
  const ports: StaffPorts = { ...around, seals: staffSeals(keyring) }
  const { clock, hash, stores } = ports
  const sessions = createSessions(ports)
  const links = createOneTimeLinks(ports, sessions)
  const allowance = createSignInAllowance(stores.allowances, hash)

  /** Whether an account needs a second factor before it may do anything. */
  function needsFactor({ roles }: Pick<Account, 'roles'>): boolean {
    if (config.demo) return false
    return config.staffSecondFactor === 'everyone' || arePrivileged(roles)
  }

  return {
    needsFactor,
    sessions,
    links,
    accounts: createAccounts(ports, links),
    signIn: createSignIn(ports, sessions, allowance),
    own: createOwnAccount(ports, sessions),
    devices: createDevices(keyring, cookies, clock, hash),
    /** What an account is found by; see `accountKeyOf`. */
    accountKey: (email: string) => accountKeyOf(hash, email),
    cookie: createSessionCookie({
      cookies,
      sessions,
      mustSetUpFactor: (account) => !account.hasFactor && needsFactor(account),
    }),
  }
}
