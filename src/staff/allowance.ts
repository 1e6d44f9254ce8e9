import type { Db } from '#dialect'
import type { AllowanceStore } from '../../db/allowanceStore.ts'
import { type Allowance, type Limit, takeAllowance } from '../allowances.ts'
import { type Instant, later } from '../clock.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** For one account from one network, or from one known device: each stretch makes the wait longer. */
const perAccount: Limit[] = [
  { times: 5, seconds: minute },
  { times: 10, seconds: 15 * minute },
  { times: 20, seconds: hour },
  { times: 40, seconds: day },
]

/** For one network over all accounts; an agency's people share one, and only failures count. */
const perNetwork: Limit[] = [
  { times: 30, seconds: 5 * minute },
  { times: 100, seconds: hour },
  { times: 400, seconds: day },
]

/** For the second factor, which only who knows the password gets to: 3 of a million codes are good. */
const perFactor: Limit[] = [
  { times: 5, seconds: 5 * minute },
  { times: 10, seconds: hour },
  { times: 20, seconds: day },
]

/** Who tries: from where, at which account, and from a device that was let in before, if it was. */
export type Attempt = { accountKey: string; network: string; device: string | null }

type Taken = { key: string; limits: Limit[] }[]

/**
 * How often one may try to sign in. There is no count per account alone: with it a stranger could lock
 * somebody out. Whoever guesses is slowed in their own network; the owner comes in from any other,
 * and from a device that was let in before also out of the same.
 */
export function createSignInAllowance(store: AllowanceStore, hash: KeyedHash) {
  const keyOf = (kind: string, value: string) =>
    `${kind}:${hash('staff-allowance', `${kind}|${value}`)}`

  function keysFor({ accountKey, network, device }: Attempt): Taken {
    if (device !== null) {
      return [{ key: keyOf('staff-device', `${accountKey}|${device}`), limits: perAccount }]
    }
    return [
      { key: keyOf('staff-account', `${accountKey}|${network}`), limits: perAccount },
      { key: keyOf('staff-network', network), limits: perNetwork },
    ]
  }

  async function take(tx: Db, taken: Taken, at: Instant): Promise<Allowance> {
    for (const [place, { key, limits }] of taken.entries()) {
      const allowance = await takeAllowance(store, tx, [key], limits, at)
      if (allowance.ok) continue
      await giveBack(tx, taken.slice(0, place), at)
      return allowance
    }
    return { ok: true }
  }

  /** A success was no guess: one `at` is taken off each count. */
  async function giveBack(tx: Db, taken: Taken, at: Instant): Promise<void> {
    for (const { key, limits } of taken) {
      const forgetAt = later(at, { seconds: Math.max(...limits.map(({ seconds }) => seconds)) })
      const log = await store.lock(tx, key, forgetAt)
      const mine = log.lastIndexOf(at)
      if (mine >= 0) await store.write(tx, key, log.toSpliced(mine, 1), forgetAt)
    }
  }

  const factorKeys = ({ accountKey, device }: Attempt): Taken => [
    { key: keyOf('staff-factor', `${accountKey}|${device ?? ''}`), limits: perFactor },
  ]

  return {
    /** Counts a try at `at` before anything is compared, so that parallel guesses are never more. */
    takePassword: (tx: Db, attempt: Attempt, at: Instant) => take(tx, keysFor(attempt), at),
    giveBackPassword: (tx: Db, attempt: Attempt, at: Instant) => giveBack(tx, keysFor(attempt), at),
    takeFactor: (tx: Db, attempt: Attempt, at: Instant) => take(tx, factorKeys(attempt), at),
    giveBackFactor: (tx: Db, attempt: Attempt, at: Instant) =>
      giveBack(tx, factorKeys(attempt), at),
  }
}

export type SignInAllowance = ReturnType<typeof createSignInAllowance>
