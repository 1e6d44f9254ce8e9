import type { Db } from '#dialect'
import type { AllowanceStore } from '../db/allowanceStore.ts'
import { type Instant, later } from './clock.ts'

/** At most `times` within any stretch of `seconds`. */
export type Limit = { times: number; seconds: number }

export type Allowance = { ok: true } | { ok: false; retryAt: Instant }

/** When something done at the instants `taken` (oldest first) may be done again under `limits`. */
export function allowedFrom(taken: Instant[], limits: Limit[], now: Instant): Instant {
  let from = now
  for (const { times, seconds } of limits) {
    const decisive = taken.at(-times)
    if (decisive === undefined) continue
    const free = later(decisive, { seconds })
    if (free > from) from = free
  }
  return from
}

/**
 * Takes one of what `limits` allow under every one of `keys`, or none at all and says when there will
 * be one again. Counted in the database under the rows' locks, taken in one order, so parallel
 * requests cannot take more than is left. Keys are keyed hashes or ids, never clear data.
 */
export async function takeAllowance(
  store: AllowanceStore,
  tx: Db,
  keys: string[],
  limits: Limit[],
  now: Instant,
): Promise<Allowance> {
  const longest = Math.max(...limits.map((limit) => limit.seconds))
  const forgetAt = later(now, { seconds: longest })
  const earliest = later(now, { seconds: -longest })
  const logs: { key: string; taken: Instant[] }[] = []
  for (const key of [...new Set(keys)].sort()) {
    const taken = (await store.lock(tx, key, forgetAt)).filter((at) => at > earliest)
    const from = allowedFrom(taken, limits, now)
    if (from > now) return { ok: false, retryAt: from }
    logs.push({ key, taken })
  }
  for (const { key, taken } of logs) await store.write(tx, key, [...taken, now], forgetAt)
  return { ok: true }
}
