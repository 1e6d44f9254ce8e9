import type { Db } from '#dialect'
import { allowedFrom, type Limit, takeAllowance } from '../allowances.ts'
import { type Instant, later } from '../clock.ts'
import { newCode, newId } from '../keys/codes.ts'
import { sameText } from '../keys/keyedHash.ts'
import type { Draft } from './draft.ts'
import type { Drafts } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

/** How long a code is good (OWASP ASVS 5.0, 6.5.5, and NIST SP 800-63B-4 say ten minutes at most). */
const codeMinutes = 10

/** How often codes are sent, per document and per address. */
const sendingLimits: Limit[] = [
  { times: 1, seconds: 60 },
  { times: 3, seconds: 15 * 60 },
  { times: 5, seconds: 24 * 60 * 60 },
]

/**
 * How often somebody may guess, per draft and address. The stretch is longer than a code lives, so it
 * is five for each code; and a new code does not give new tries (NIST SP 800-63B-4).
 */
export const tryLimit: Limit = { times: 5, seconds: 15 * 60 }

export type CodeSending = { ok: true } | { ok: false; reason: 'too-often'; retryAt: Instant }

/**
 * Makes a code for the draft's address and writes its mail, replacing the code before. Refuses when
 * the document or the address was sent too many of late.
 */
export async function sendCode(ports: BookingPorts, tx: Db, draft: Draft): Promise<CodeSending> {
  const { stores, clock, hash, outbox } = ports
  const contact = draft.answers.contact
  if (!contact || draft.mailboxKey === null || draft.holderKey === null) {
    throw new Error('A code was asked for before the address was given')
  }
  const now = clock.now()
  const keys = [`codes:${draft.mailboxKey}`, `codes:${draft.holderKey}`]
  const allowance = await takeAllowance(stores.allowances, tx, keys, sendingLimits, now)
  if (!allowance.ok) return { ok: false, reason: 'too-often', retryAt: allowance.retryAt }

  const id = newId()
  const code = newCode()
  const expiresAt = later(now, { minutes: codeMinutes })
  await stores.codes.replace(tx, {
    id,
    draftId: draft.id,
    mailboxKey: draft.mailboxKey,
    codeKey: hash('code', `${id}|${code}`),
    createdAt: now,
    expiresAt,
    endedAt: null,
    ending: null,
  })
  await outbox.write(tx, {
    id: `code-${id}`,
    kind: 'code',
    subjectId: draft.id,
    to: contact.email,
    secret: code,
    language: draft.language,
    notAfter: expiresAt,
  })
  return { ok: true }
}

export type CodeResult =
  | { ok: true }
  | { ok: false; reason: 'wrong'; triesLeft: number }
  | { ok: false; reason: 'too-many-tries'; retryAt: Instant }
  | { ok: false; reason: 'expired' }
  | { ok: false; reason: 'over' }

export function createCodes(ports: BookingPorts, drafts: Drafts) {
  const { database, stores, clock, hash, outbox } = ports
  return {
    /** Until when `code` is good for the draft; null once it was used, replaced, or its draft is gone. */
    async goodUntil(draftId: string, code: string): Promise<Instant | null> {
      const live = await stores.codes.live(database.read, draftId)
      const same = live && sameText(hash('code', `${live.id}|${code}`), live.codeKey)
      return same ? live.expiresAt : null
    },

    /** Sends a new code to the draft's address; the tries that were used stay used. */
    async resend(draftId: string): Promise<CodeSending | { ok: false; reason: 'over' }> {
      const result = await database.transaction(async (tx) => {
        const draft = await drafts.lockUnfinished(tx, draftId)
        if (!draft) return { ok: false, reason: 'over' } as const
        if (draft.verifiedAt !== null) return { ok: true } as const
        return sendCode(ports, tx, draft)
      })
      outbox.committed()
      return result
    },

    /**
     * Verifies the address with what was typed. A try is counted before anything is compared, so that
     * parallel guesses are never more than the limit.
     */
    async verify(draftId: string, typed: string): Promise<CodeResult> {
      return database.transaction(async (tx): Promise<CodeResult> => {
        const now = clock.now()
        const draft = await drafts.lockUnfinished(tx, draftId)
        if (!draft) return { ok: false, reason: 'over' }
        if (draft.verifiedAt !== null) return { ok: true }
        const live = await stores.codes.live(tx, draftId)
        if (!live || live.expiresAt <= now || live.mailboxKey !== draft.mailboxKey) {
          return { ok: false, reason: 'expired' }
        }
        const key = triesKey(draft)
        const allowance = await takeAllowance(stores.allowances, tx, [key], [tryLimit], now)
        if (!allowance.ok) {
          return { ok: false, reason: 'too-many-tries', retryAt: allowance.retryAt }
        }
        if (!sameText(hash('code', `${live.id}|${typed}`), live.codeKey)) {
          return { ok: false, reason: 'wrong', triesLeft: await triesLeft(tx, key, now) }
        }
        await stores.codes.use(tx, live.id, now)
        await drafts.change(tx, draft, { verifiedAt: now })
        return { ok: true }
      })
    },

    /** What the code page shows: the newest code, and when another may be asked for. */
    async state(draft: Draft) {
      const now = clock.now()
      const newest = await stores.codes.latest(database.read, draft.id)
      const logs = await Promise.all(
        [draft.mailboxKey, draft.holderKey].map((key) =>
          stores.allowances.read(database.read, `codes:${key}`),
        ),
      )
      const resendAt = logs
        .map((log) => allowedFrom(log, sendingLimits, now))
        .reduce((one, other) => (one > other ? one : other))
      return {
        /** From when another code may be asked for; now or earlier means at once. */
        resendAt,
        newest: newest && newest.mailboxKey === draft.mailboxKey ? newest : null,
        triesLeft: await triesLeft(database.read, triesKey(draft), now),
      }
    },
  }

  async function triesLeft(db: Db, key: string, now: Instant): Promise<number> {
    const since = later(now, { seconds: -tryLimit.seconds })
    const taken = await stores.allowances.read(db, key)
    return Math.max(0, tryLimit.times - taken.filter((at) => at > since).length)
  }
}

function triesKey(draft: Draft): string {
  return `tries:${draft.id}:${draft.mailboxKey}`
}
