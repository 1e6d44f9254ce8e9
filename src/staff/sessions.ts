import type { Db } from '#dialect'
import type { SessionRow } from '../../db/staffDoorStore.ts'
import { type Instant, later, secondsBetween } from '../clock.ts'
import { newSecret } from '../keys/codes.ts'
import { type Account, accountOf } from './account.ts'
import { type AccountGuard, type Unfit, unfit } from './accountGuard.ts'
import type { StaffPorts } from './ports.ts'

/** A session ends this long after the last sign of life, and this long after signing in. */
const idleMinutes = 30
export const mostHours = 12

/** How long the page for the second factor waits for it after the password was right. */
const halfMinutes = 10

/** A sign of life is written down no more often than this. */
const touchSeconds = 60

/** A session that counts, with the account it belongs to. */
export type Session = {
  key: string
  account: Account
  /** Whether the second factor was given. */
  strong: boolean
  /** The password was right and the second factor is still to come: it opens that page alone. */
  half: boolean
  createdAt: Instant
  seenAt: Instant
}

/** Who is signed in where: cookies are kept as keyed hashes, ends are compared when they are read. */
export function createSessions(ports: StaffPorts) {
  const { database, stores, clock, hash, seals, audit } = ports
  const keyOf = (secret: string) => hash('staff-session', secret)

  function isOver({ createdAt, seenAt }: SessionRow, half: boolean): boolean {
    const now = clock.now()
    if (half && later(createdAt, { minutes: halfMinutes }) <= now) return true
    return (
      later(createdAt, { hours: mostHours }) <= now ||
      later(seenAt, { minutes: idleMinutes }) <= now
    )
  }

  async function record(tx: Db, staffId: string, action: string): Promise<void> {
    const who = `staff:${staffId}`
    await audit.record(tx, { actor: who, action, subject: who, agencyId: null })
  }

  return {
    /** Starts a session and answers the secret for its cookie. Sessions that are over are forgotten. */
    async start(tx: Db, staffId: string, strong: boolean): Promise<string> {
      const now = clock.now()
      await stores.staffDoor.purgeSessions(
        tx,
        later(now, { hours: -mostHours }),
        later(now, { minutes: -idleMinutes }),
      )
      const secret = newSecret()
      await stores.staffDoor.addSession(tx, {
        key: keyOf(secret),
        staffId,
        createdAt: now,
        seenAt: now,
        strong: strong ? 1 : 0,
      })
      return secret
    },

    /** The session of a cookie; null when it is unknown, over, or its account is not active any more. */
    async find(secret: string): Promise<Session | null> {
      const key = keyOf(secret)
      const row = await stores.staffDoor.session(database.read, key)
      const owner = row && (await stores.staff.find(database.read, row.staffId))
      if (!row || owner?.status !== 'active') return null
      const strong = row.strong === 1
      const half = owner.totpSecret !== null && !strong
      if (isOver(row, half)) return null
      const roles = await stores.staff.rolesOf(database.read, owner.id)
      const { createdAt, seenAt } = row
      return { key, account: accountOf(owner, roles, seals), strong, half, createdAt, seenAt }
    },

    /** Counts a sign of life. */
    async touch({ key, seenAt }: Pick<Session, 'key' | 'seenAt'>): Promise<void> {
      const now = clock.now()
      if (secondsBetween(seenAt, now) < touchSeconds) return
      await database.transaction((tx) => stores.staffDoor.touchSession(tx, key, now))
    },

    /** A person's sessions that count, the newest sign of life first. */
    async of(staffId: string): Promise<Pick<Session, 'key' | 'createdAt' | 'seenAt'>[]> {
      const rows = await stores.staffDoor.sessionsOf(database.read, staffId)
      return rows.filter((row) => !isOver(row, false))
    },

    /** Who is signed in anywhere now. */
    async present(): Promise<Set<string>> {
      const rows = await stores.staffDoor.allSessions(database.read)
      return new Set(rows.filter((row) => !isOver(row, false)).map(({ staffId }) => staffId))
    },

    /** Ends all of somebody's sessions, by somebody else's decision. */
    async endAll(
      staffId: string,
      actor: string,
      guard: AccountGuard,
    ): Promise<{ ok: true } | { ok: false; reason: Unfit }> {
      return database.transaction(async (tx) => {
        await stores.staff.lock(tx, staffId)
        const refusal = await unfit(ports, tx, guard, staffId)
        if (refusal) return refusal
        if ((await stores.staffDoor.endSessions(tx, staffId, null)) === 0) return { ok: true }
        const subject = `staff:${staffId}`
        await audit.record(tx, { actor, action: 'sessions-ended', subject, agencyId: null })
        return { ok: true }
      })
    },

    /** Ends a session, at its own wish or from another one of the same person. */
    async end(staffId: string, key: string): Promise<void> {
      await database.transaction(async (tx) => {
        if (!(await stores.staffDoor.endSession(tx, staffId, key))) return
        await record(tx, staffId, 'sign-out')
      })
    },

    /** Ends all of a person's sessions but this one. */
    async endOthers(staffId: string, key: string): Promise<void> {
      await database.transaction(async (tx) => {
        await stores.staffDoor.endSessions(tx, staffId, key)
        await record(tx, staffId, 'other-sessions-ended')
      })
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
