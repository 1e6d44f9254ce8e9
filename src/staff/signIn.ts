import type { Db } from '#dialect'
import type { StaffRow } from '../../db/staffStore.ts'
import type { Instant } from '../clock.ts'
import { accountKeyOf } from './accountKey.ts'
import type { Attempt, SignInAllowance } from './allowance.ts'
import { hashPassword, isOutdated, isPassword } from './password.ts'
import { longest } from './passwordRules.ts'
import type { StaffPorts } from './ports.ts'
import { recoveryKey } from './recoveryCodes.ts'
import type { Session, Sessions } from './sessions.ts'
import { stepOfCode } from './totp.ts'

export type SignInResult =
  /** In: the new cookie's secret. `half`: the second factor is asked next. */
  | { ok: true; secret: string; half: boolean }
  /** Nothing is said of which part was wrong, or whether there is such an account. */
  | { ok: false; reason: 'wrong' }
  | { ok: false; reason: 'too-often'; retryAt: Instant }

/** Where a try comes from. */
export type From = { network: string; device: string | null }

/** The two steps of signing in, and asking for the password again. */
export function createSignIn(ports: StaffPorts, sessions: Sessions, allowance: SignInAllowance) {
  const { database, stores, clock, hash, seals, audit } = ports

  async function report(tx: Db, row: StaffRow | null, action: string, detail = {}): Promise<void> {
    const who = row ? `staff:${row.id}` : 'nobody'
    const actor = action.endsWith('failed') ? 'nobody' : who
    await audit.record(tx, { actor, action, subject: who, agencyId: null, detail })
  }

  /** The hash to keep from now on: the stored one, or a new one where today's cost is another. */
  async function renewed(stored: string, password: string): Promise<string> {
    return isOutdated(stored) ? hashPassword(password) : stored
  }

  /** What was typed, cut where no password can match any more. */
  const typedPassword = (password: string) =>
    Array.from(password)
      .slice(0, longest + 1)
      .join('')

  return {
    /**
     * The first step. The work and the answer are the same for an address with an account, without,
     * and with a disabled one. `before` is the session that the browser had: it ends.
     */
    async withPassword(
      typed: { email: string; password: string },
      from: From,
      before: Pick<Session, 'key' | 'account'> | null,
    ): Promise<SignInResult> {
      const at = clock.now()
      const attempt: Attempt = { ...from, accountKey: accountKeyOf(hash, typed.email) }
      const allowed = await database.transaction((tx) => allowance.takePassword(tx, attempt, at))
      if (!allowed.ok) return { ok: false, reason: 'too-often', retryAt: allowed.retryAt }
      const row = await stores.staff.findByEmail(database.read, attempt.accountKey)
      const stored = row?.status === 'active' ? row.passwordHash : null
      const password = typedPassword(typed.password)
      const matches = await isPassword(password, stored)
      const passwordHash = matches && stored !== null ? await renewed(stored, password) : null
      return database.transaction(async (tx): Promise<SignInResult> => {
        const now = row && matches ? await stores.staff.lock(tx, row.id) : null
        if (!now || passwordHash === null || now.passwordHash !== stored) {
          await report(tx, row, 'sign-in-failed')
          return { ok: false, reason: 'wrong' }
        }
        await allowance.giveBackPassword(tx, attempt, at)
        if (passwordHash !== stored) await stores.staff.change(tx, now.id, { passwordHash })
        if (before) await stores.staffDoor.endSession(tx, before.account.id, before.key)
        const half = now.totpSecret !== null
        await report(tx, now, half ? 'password-given' : 'sign-in')
        return { ok: true, secret: await sessions.start(tx, now.id, false), half }
      })
    },

    /**
     * The second step, in a session that waits for it: a code of the authenticator app, each good
     * once, or a recovery code, which is used up.
     */
    async withFactor(
      half: Session,
      typed: { code: string; recovery: string },
      from: From,
    ): Promise<SignInResult> {
      const at = clock.now()
      return database.transaction(async (tx): Promise<SignInResult> => {
        const row = await stores.staff.lock(tx, half.account.id)
        if (!row?.totpSecret) return { ok: false, reason: 'wrong' }
        const attempt: Attempt = { ...from, accountKey: row.emailKey }
        const allowed = await allowance.takeFactor(tx, attempt, at)
        if (!allowed.ok) return { ok: false, reason: 'too-often', retryAt: allowed.retryAt }
        const factor = await useFactor(tx, row, typed, at)
        if (factor === null) {
          await report(tx, row, 'second-factor-failed')
          return { ok: false, reason: 'wrong' }
        }
        // The session that waited may have been used by another tab: then that one is in.
        const mine = await stores.staffDoor.endSession(tx, row.id, half.key)
        if (!mine) return { ok: false, reason: 'wrong' }
        await allowance.giveBackFactor(tx, attempt, at)
        await report(tx, row, 'sign-in', { factor })
        return { ok: true, secret: await sessions.start(tx, row.id, true), half: false }
      })
    },

    /** Whether it is the account's own person, before something grave; counted like signing in. */
    async again(
      staffId: string,
      password: string,
      from: From,
    ): Promise<{ ok: true } | Exclude<SignInResult, { ok: true }>> {
      const at = clock.now()
      const row = await stores.staff.find(database.read, staffId)
      if (!row) return { ok: false, reason: 'wrong' }
      // An account of demo mode may have none: then its session is all there is.
      if (row.passwordHash === null) return { ok: true }
      const attempt: Attempt = { ...from, accountKey: row.emailKey }
      const allowed = await database.transaction((tx) => allowance.takePassword(tx, attempt, at))
      if (!allowed.ok) return { ok: false, reason: 'too-often', retryAt: allowed.retryAt }
      const matches = await isPassword(typedPassword(password), row.passwordHash)
      return database.transaction(async (tx) => {
        if (!matches) {
          await report(tx, row, 'password-again-failed')
          return { ok: false, reason: 'wrong' }
        }
        await allowance.giveBackPassword(tx, attempt, at)
        return { ok: true }
      })
    },
  }

  async function useFactor(
    tx: Db,
    row: StaffRow,
    { code, recovery }: { code: string; recovery: string },
    at: Instant,
  ): Promise<'app' | 'recovery-code' | null> {
    const secret = row.totpSecret === null ? null : seals.factor.open(row.id, row.totpSecret)
    const step = secret === null ? null : stepOfCode(secret, code, at)
    if (step !== null) return (await stores.staff.useStep(tx, row.id, step)) ? 'app' : null
    const key = recoveryKey(hash, row.id, recovery)
    if (!row.recoveryKeys.includes(key)) return null
    const recoveryKeys = row.recoveryKeys.filter((left) => left !== key)
    await stores.staff.change(tx, row.id, { recoveryKeys })
    return 'recovery-code'
  }
}
