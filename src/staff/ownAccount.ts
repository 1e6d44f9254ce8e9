import type { Db } from '#dialect'
import type { StaffRow } from '../../db/staffStore.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import { accountOf } from './account.ts'
import { wordsAround } from './oneTimeLinks.ts'
import { hashPassword } from './password.ts'
import { judgePassword, type PasswordVerdict, shortest } from './passwordRules.ts'
import type { StaffPorts } from './ports.ts'
import { newRecoveryCodes, recoveryKey } from './recoveryCodes.ts'
import type { Sessions } from './sessions.ts'
import { secretText, stepOfCode } from './totp.ts'

/** After what changes how one signs in, the other sessions are over and this one has a new cookie. */
type Renewed<More> = ({ ok: true; secret: string } & More) | { ok: false; reason: 'wrong' }

/** What people change of their own account. The caller has asked for the password where one is due. */
export function createOwnAccount(ports: StaffPorts, sessions: Sessions) {
  const { database, stores, clock, hash, seals, audit } = ports

  async function change<T>(
    staffId: string,
    action: string,
    work: (tx: Db, row: StaffRow) => Promise<T | null>,
  ): Promise<T | null> {
    return database.transaction(async (tx) => {
      const row = await stores.staff.lock(tx, staffId)
      const done = row && row.status === 'active' ? await work(tx, row) : null
      if (done === null) return null
      const who = `staff:${staffId}`
      await audit.record(tx, { actor: who, action, subject: who, agencyId: null })
      return done
    })
  }

  /** Ends every session and starts one anew, for who is sitting here. */
  async function renew(tx: Db, staffId: string, strong: boolean): Promise<string> {
    await stores.staffDoor.endSessions(tx, staffId, null)
    return sessions.start(tx, staffId, strong)
  }

  function freshCodes(staffId: string) {
    const codes = newRecoveryCodes()
    return { codes, recoveryKeys: codes.map((code) => recoveryKey(hash, staffId, code)) }
  }

  return {
    /** Chooses another password. */
    async changePassword(
      staffId: string,
      password: string,
      strong: boolean,
    ): Promise<{ ok: true; secret: string } | Exclude<PasswordVerdict, { ok: true }>> {
      const before = await stores.staff.find(database.read, staffId)
      if (!before) throw new Error('An account that is gone')
      const account = accountOf(before, [], seals)
      const known = await wordsAround(ports, account)
      const verdict = judgePassword(password, { withFactor: account.hasFactor, known })
      if (!verdict.ok) return verdict
      const passwordHash = await hashPassword(password)
      const secret = await change(staffId, 'password-changed', async (tx) => {
        await stores.staff.change(tx, staffId, { passwordHash })
        return renew(tx, staffId, strong)
      })
      if (secret === null) throw new Error('An account that is not active')
      return { ok: true, secret }
    },

    /** The secret that an app would be given now: the same on every look until it is set up. */
    async offeredSecret(staffId: string, sessionSecret: string): Promise<string> {
      const row = await stores.staff.find(database.read, staffId)
      return offered(hash, sessionSecret, row?.totpSecret ?? null)
    },

    /** Sets up the offered secret once its code was typed; the recovery codes are told this once. */
    async setUpFactor(
      staffId: string,
      sessionSecret: string,
      typed: string,
    ): Promise<Renewed<{ codes: string[] }>> {
      const done = await change(staffId, 'second-factor-set-up', async (tx, row) => {
        const secret = offered(hash, sessionSecret, row.totpSecret)
        const step = stepOfCode(secret, typed, clock.now())
        if (step === null) return null
        const { codes, recoveryKeys } = freshCodes(staffId)
        const totpSecret = seals.factor.seal(staffId, secret)
        await stores.staff.change(tx, staffId, { totpSecret, totpStep: step, recoveryKeys })
        return { secret: await renew(tx, staffId, true), codes }
      })
      return done ? { ok: true, ...done } : { ok: false, reason: 'wrong' }
    },

    /** Gives new recovery codes; the old ones are good for nothing. */
    async renewCodes(staffId: string): Promise<string[] | null> {
      return change(staffId, 'recovery-codes-renewed', async (tx, row) => {
        if (row.totpSecret === null) return null
        const { codes, recoveryKeys } = freshCodes(staffId)
        await stores.staff.change(tx, staffId, { recoveryKeys })
        return codes
      })
    },

    /**
     * Takes the second factor away. The password that was right just now must be long enough alone; an
     * account of demo mode may have none.
     */
    async removeFactor(
      staffId: string,
      password: string,
      hasPassword: boolean,
    ): Promise<{ ok: true; secret: string } | { ok: false; reason: 'short' }> {
      const length = Array.from(password.normalize('NFC')).length
      if (hasPassword && length < shortest.alone) return { ok: false, reason: 'short' }
      const secret = await change(staffId, 'second-factor-removed', async (tx) => {
        await stores.staff.change(tx, staffId, { totpSecret: null, recoveryKeys: [] })
        return renew(tx, staffId, false)
      })
      if (secret === null) throw new Error('An account that is not active')
      return { ok: true, secret }
    },
  }
}

/**
 * Made of the session's own secret, so that nothing waits in the database or in the form, and of what
 * is set up now, so that another telephone gets another.
 */
function offered(hash: KeyedHash, sessionSecret: string, setUp: string | null): string {
  const mac = hash('staff-factor-offer', `${sessionSecret}|${setUp ?? ''}`)
  return secretText(Buffer.from(mac, 'base64url'))
}
