import type { Config } from '../config.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { Cookies } from '../web/cookies.ts'
import { type Account, staffSeals } from './account.ts'
import type { StaffPorts } from './ports.ts'
import { arePrivileged } from './roles.ts'
import { createSessionCookie } from './sessionCookie.ts'
import { createSessions } from './sessions.ts'

type StaffSurroundings = Omit<StaffPorts, 'seals'> & {
  keyring: Keyring
  cookies: Cookies
  config: Pick<Config, 'demo' | 'staffSecondFactor'>
}

/** The room of the people who work here: their accounts, and how they come in. */
export function createStaff(around: StaffSurroundings) {
  const { config, cookies, keyring } = around
  const ports: StaffPorts = { ...around, seals: staffSeals(keyring) }
  const sessions = createSessions(ports)

  /** Whether an account needs a second factor before it may do anything. */
  function needsFactor({ roles }: Pick<Account, 'roles'>): boolean {
    if (config.demo) return false
    return config.staffSecondFactor === 'everyone' || arePrivileged(roles)
  }

  return {
    needsFactor,
    sessions,
    cookie: createSessionCookie({
      cookies,
      sessions,
      mustSetUpFactor: (account) => !account.hasFactor && needsFactor(account),
    }),
  }
}

export type StaffRoom = ReturnType<typeof createStaff>
